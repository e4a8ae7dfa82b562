package io.github.lanewise.layers.train;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Batch;
import io.github.lanewise.layers.data.BatchLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the steps of a training: forward pass, loss, backward pass, clipping and what the optimiser does. */
final class StepMaker implements AutoCloseable {
    private final Network network;
    private final TrainingOptions options;
    private final TrainingNetwork compiled;
    private final Gradients gradients;
    private final Descent descent;

    StepMaker(Network network, TrainingOptions options) {
        this.network = network;
        this.options = options;
        compiled = TrainingNetwork.of(network, options.batch(), options.network());
        gradients = new Gradients(compiled.gradients());
        descent = options.optimiser().begin(compiled.parameters(), compiled.gradients());
    }

    /** What one step found before the parameters moved, and where the time went. */
    record Outcome(double loss, int correct, double gradientNorm, StepTimes times) {}

    /**
     * Makes one step.
     *
     * @param step how many were made before
     * @throws NonFiniteException if loss or gradients are NaN or infinite; then no parameter has moved
     */
    Outcome make(BatchLoader loader, long step) {
        long begin = System.nanoTime();
        Batch batch = loader.next();
        long loaded = System.nanoTime();
        Tensor output = compiled.forward(batch.images());
        double loss = options.loss().evaluate(output, batch.labels(), compiled.outputGradient());
        int correct = Predictions.correct(output, batch.labels());
        if (!Double.isFinite(loss)) {
            String where = NonFiniteSearch.inForwardPass(compiled, batch.images(), workers());
            throw nonFinite("the loss is " + loss, where, step);
        }
        long forward = System.nanoTime();
        compiled.backward();
        long backward = System.nanoTime();
        double norm = gradients.norm(workers());
        if (!Double.isFinite(norm)) {
            String where = NonFiniteSearch.inBackwardPass(compiled, gradients, workers());
            throw nonFinite("the gradients are not finite", where, step);
        }
        gradients.clip(options.clipping(), norm, workers());
        descent.step(options.schedule().rate(step), workers());
        long end = System.nanoTime();
        StepTimes times = new StepTimes(loaded - begin, forward - loaded, backward - forward, end - backward);
        return new Outcome(loss, correct, norm, times);
    }

    private NonFiniteException nonFinite(String what, String where, long step) {
        Path folder = options.checkpoints();
        String saved = folder != null && Files.exists(Checkpoint.file(folder))
                ? "; the last good checkpoint is " + Checkpoint.file(folder)
                : "";
        double rate = options.schedule().rate(step);
        return new NonFiniteException(network.name() + ", step " + (step + 1) + ": " + what + "; " + where
                + "; a lower learning rate (now " + rate + "), a longer warm-up or clipped gradients may help"
                + saved);
    }

    private Workers workers() {
        return options.network().workers();
    }

    Descent descent() {
        return descent;
    }

    long plannedBytes() {
        return compiled.plannedBytes();
    }

    @Override
    public void close() {
        compiled.close();
    }
}
