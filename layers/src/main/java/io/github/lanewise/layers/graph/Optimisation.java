package io.github.lanewise.layers.graph;

/** The rewritings of a graph before it is compiled, in the order in which they run. Each keeps the result up to rounding. */
public enum Optimisation {
    /** Operations that return their operand are left out. */
    REMOVE_IDENTITY(new RemoveIdentity()),
    /** Consecutive reshapes and changes of layout become one. */
    MERGE_RESHAPES(new MergeReshapes()),
    /** Consecutive transpositions become one. */
    MERGE_TRANSPOSES(new MergeTransposes()),
    /** A shuffle of channels happens in channels-last images. */
    SHUFFLE_CHANNELS(new ShuffleChannels()),
    /** Consecutive slices become one. */
    MERGE_SLICES(new MergeSlices()),
    /** A slice with a stride and a margin of channels become the zero-padded shortcut. */
    FUSE_ZERO_PADDED_SHORTCUT(new FuseZeroPaddedShortcut()),
    /** Margins of zeros go into the convolution behind them. */
    FOLD_PADDING(new FoldPadding()),
    /** Batch norm goes into the weights before it. */
    FOLD_BATCH_NORM(new FoldBatchNorm()),
    /** So does arithmetic with one constant per channel. */
    FOLD_CONSTANTS(new FoldConstants()),
    /** The product of a value and its sigmoid becomes one function. */
    FUSE_SELF_GATING(new FuseSelfGating()),
    /** Residual and activation are applied while the result before them is stored. */
    FUSE_EPILOGUE(new FuseEpilogue()),
    /** Operations whose result nobody reads are left out. */
    REMOVE_UNUSED(new RemoveUnused());

    private final Pass pass;

    Optimisation(Pass pass) {
        this.pass = pass;
    }

    Pass pass() {
        return pass;
    }
}
