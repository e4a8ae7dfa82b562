package io.github.lanewise.layers.train;

import io.github.lanewise.engine.Reduce;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.train.program.StepObserver;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for the first tensor with NaN or infinity among parameters, activations and gradients. */
final class NonFiniteSearch implements StepObserver {
    private final Workers workers;
    private @Nullable String found;

    private NonFiniteSearch(Workers workers) {
        this.workers = workers;
    }

    /** Where the forward pass of a batch leaves the finite numbers. */
    static String inForwardPass(TrainingNetwork network, float[] images, Workers workers) {
        for (Map.Entry<String, Parameter> parameter : network.parameters().entrySet()) {
            if (!isFinite(parameter.getValue().values(), workers)) {
                return "the parameter " + parameter.getKey() + " is not finite";
            }
        }
        for (float pixel : images) {
            if (!Float.isFinite(pixel)) {
                return "the images are not finite";
            }
        }
        NonFiniteSearch search = new NonFiniteSearch(workers);
        network.forward(images, search);
        return search.found == null
                ? "all activations are finite"
                : "the first activations are those of " + search.found;
    }

    /** Where the backward pass of the last forward pass leaves the finite numbers. */
    static String inBackwardPass(TrainingNetwork network, Gradients gradients, Workers workers) {
        NonFiniteSearch search = new NonFiniteSearch(workers);
        network.backward(search);
        if (search.found != null) {
            return "the first gradients are those of the activations of " + search.found;
        }
        return "the first gradient is that of the parameter " + gradients.firstNonFinite(workers);
    }

    @Override
    public void computed(String layer, Tensor result) {
        look(layer, result);
    }

    @Override
    public void differentiated(String layer, Tensor gradient) {
        look(layer, gradient);
    }

    private void look(String layer, Tensor tensor) {
        if (found == null && !isFinite(tensor, workers)) {
            found = layer;
        }
    }

    private static boolean isFinite(Tensor tensor, Workers workers) {
        return Double.isFinite(Reduce.sumOfSquares(tensor, workers));
    }
}
