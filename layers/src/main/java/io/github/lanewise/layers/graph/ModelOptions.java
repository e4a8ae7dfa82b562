package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Workers;

/**
 * How a model is compiled and run.
 *
 * @param workers which compute every call; they stay open when the model is closed
 * @param foldBatchNorm whether batch norm goes into the weights before it
 * @param fuseEpilogue whether bias, residual and activation are applied while the convolution stores its result
 * @param maxPlans how many calls may run at the same time, each in memory of its own; further ones wait
 */
public record ModelOptions(Workers workers, boolean foldBatchNorm, boolean fuseEpilogue, int maxPlans) {
    public ModelOptions {
        if (maxPlans < 1) {
            throw new IllegalArgumentException("maxPlans must be at least 1, got " + maxPlans);
        }
    }

    /** One thread per call, all optimisations, and twice as many calls at a time as there are processors. */
    public static ModelOptions standard() {
        return new ModelOptions(
                Workers.single(), true, true, 2 * Runtime.getRuntime().availableProcessors());
    }

    public ModelOptions withWorkers(Workers newWorkers) {
        return new ModelOptions(newWorkers, foldBatchNorm, fuseEpilogue, maxPlans);
    }

    public ModelOptions withFoldBatchNorm(boolean fold) {
        return new ModelOptions(workers, fold, fuseEpilogue, maxPlans);
    }

    public ModelOptions withFuseEpilogue(boolean fuse) {
        return new ModelOptions(workers, foldBatchNorm, fuse, maxPlans);
    }

    public ModelOptions withMaxPlans(int plans) {
        return new ModelOptions(workers, foldBatchNorm, fuseEpilogue, plans);
    }
}
