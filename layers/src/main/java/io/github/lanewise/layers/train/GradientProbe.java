package io.github.lanewise.layers.train;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.train.program.StepObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Measures what a network computes on one batch, layer by layer: this is where gradients are seen to vanish, to explode,
 * or to pass. Parameters and running statistics are the same afterwards.
 */
public final class GradientProbe {
    /**
     * One layer; its result is taken behind the addition and ReLU that are computed together with it.
     *
     * @param activation its result
     * @param activationGradient the gradient with respect to its result
     * @param weightGradient the gradient with respect to its weights; null if it has none
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    public record LayerMeasure(
            String layer,
            Magnitudes activation,
            Magnitudes activationGradient,
            @Nullable Magnitudes weightGradient) {}

    private GradientProbe() {}

    /** The measures of all layers, in the order of the forward pass. */
    public static List<LayerMeasure> measure(TrainingNetwork network, float[] images, int[] labels, Loss loss) {
        Map<Parameter, float[]> buffers = new HashMap<>();
        for (Parameter parameter : network.parameters().values()) {
            if (!parameter.isTrainable()) {
                buffers.put(parameter, parameter.values().toArray());
            }
        }
        Measures measures = new Measures();
        Tensor output = network.forward(images, measures);
        loss.evaluate(output, labels, network.outputGradient());
        network.backward(measures);
        buffers.forEach((parameter, values) -> parameter.values().copyFrom(values));
        return measures.layers(network);
    }

    private static final class Measures implements StepObserver {
        private final SequencedMap<String, Magnitudes> activations = new LinkedHashMap<>();
        private final Map<String, Magnitudes> gradients = new HashMap<>();

        @Override
        public void computed(String layer, Tensor result) {
            activations.put(layer, Magnitudes.of(result));
        }

        @Override
        public void differentiated(String layer, Tensor gradient) {
            gradients.put(layer, Magnitudes.of(gradient));
        }

        List<LayerMeasure> layers(TrainingNetwork network) {
            List<LayerMeasure> layers = new ArrayList<>();
            activations.forEach((layer, activation) -> {
                Magnitudes gradient = gradients.get(layer);
                if (gradient != null) {
                    Tensor weights = network.gradients().get(layer + ".weight");
                    layers.add(new LayerMeasure(
                            layer, activation, gradient, weights == null ? null : Magnitudes.of(weights)));
                }
            });
            return layers;
        }
    }
}
