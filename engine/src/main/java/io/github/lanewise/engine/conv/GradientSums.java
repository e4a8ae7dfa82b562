package io.github.lanewise.engine.conv;

/** A block of a weight gradient: some input channels by some output channels. Its sums lie panel by panel of output channels. */
sealed interface GradientSums permits GradientBlock, GradientTileBlock {

    /** The first input channel, counted over all groups. */
    int firstIn();

    int ins();

    /** The first output channel, counted over all groups. */
    int firstOut();

    int outs();

    /** Output channels of a panel; the last one may have fewer, {@link #columns(int)}. */
    int columns();

    int panelSums();

    default int panels() {
        return Math.ceilDiv(outs(), columns());
    }

    /** Output channels of the given panel. */
    default int columns(int panel) {
        return Math.min(columns(), outs() - panel * columns());
    }

    default int sums() {
        return panels() * panelSums();
    }
}
