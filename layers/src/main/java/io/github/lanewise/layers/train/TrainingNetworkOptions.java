package io.github.lanewise.layers.train;

import io.github.lanewise.engine.Workers;

/**
 * How a network is compiled for training.
 *
 * @param batchNormMomentum the weight of a batch in the running statistics of batch norm, as PyTorch counts it
 * @param recomputedBlocks how many blocks in a row keep their first input only and are computed a second time before
 *     their backward pass; 0 if all activations are kept
 * @param flushDenormals whether activations and gradients of a magnitude below 2⁻¹²⁶ become 0, at the cost of one more
 *     pass over each
 * @param winograd whether convolutions 3 x 3 and their gradients take the Winograd algorithms that
 *     {@code TrainingAlgorithms.fastest} names for their image size, as compiled models do; they are faster and round more
 * @param workers stay open when the network is closed
 */
public record TrainingNetworkOptions(
        double batchNormMomentum, int recomputedBlocks, boolean flushDenormals, boolean winograd, Workers workers) {
    private static final double BATCH_NORM_MOMENTUM = 0.1;

    public TrainingNetworkOptions {
        if (!(batchNormMomentum >= 0 && batchNormMomentum <= 1)) {
            throw new IllegalArgumentException("momentum of batch norm is between 0 and 1, got " + batchNormMomentum);
        }
        if (recomputedBlocks < 0) {
            throw new IllegalArgumentException("recomputed blocks must not be negative, got " + recomputedBlocks);
        }
    }

    /** A momentum of 0.1, PyTorch's default; everything is kept, nothing flushed, Winograd, one thread. */
    public static TrainingNetworkOptions standard() {
        return new TrainingNetworkOptions(BATCH_NORM_MOMENTUM, 0, false, true, Workers.single());
    }

    public TrainingNetworkOptions withBatchNormMomentum(double momentum) {
        return new TrainingNetworkOptions(momentum, recomputedBlocks, flushDenormals, winograd, workers);
    }

    /** Activations of so many blocks at a time are computed a second time instead of kept; 0 keeps all. */
    public TrainingNetworkOptions withRecomputedBlocks(int blocks) {
        return new TrainingNetworkOptions(batchNormMomentum, blocks, flushDenormals, winograd, workers);
    }

    public TrainingNetworkOptions withFlushedDenormals(boolean flush) {
        return new TrainingNetworkOptions(batchNormMomentum, recomputedBlocks, flush, winograd, workers);
    }

    /** Off, every element of a convolution is one chain of fused multiply-adds. */
    public TrainingNetworkOptions withWinograd(boolean allowed) {
        return new TrainingNetworkOptions(batchNormMomentum, recomputedBlocks, flushDenormals, allowed, workers);
    }

    public TrainingNetworkOptions withWorkers(Workers newWorkers) {
        return new TrainingNetworkOptions(batchNormMomentum, recomputedBlocks, flushDenormals, winograd, newWorkers);
    }
}
