package io.github.lanewise.layers.train.program;

/**
 * How a network is compiled for training.
 *
 * @param batchNormMomentum the weight of a batch in the running statistics of batch norm
 * @param recomputedBlocks how many blocks are computed a second time together, to keep less; 0 if none is
 * @param flushDenormals whether denormal activations and gradients become 0
 * @param winograd whether convolutions may take Winograd algorithms
 */
public record ProgramOptions(
        double batchNormMomentum, int recomputedBlocks, boolean flushDenormals, boolean winograd) {}
