package io.github.lanewise.layers.graph;

/** The rewritings of a graph before it is compiled, in the order in which they run. Each keeps the result up to rounding. */
public enum Optimisation {
    /** Operations that return their operand are left out. */
    REMOVE_IDENTITY,
    /** Consecutive reshapes and changes of layout become one. */
    MERGE_RESHAPES,
    /** Consecutive transpositions become one. */
    MERGE_TRANSPOSES,
    /** A shuffle of channels happens in channels-last images. */
    SHUFFLE_CHANNELS,
    /** Consecutive slices become one. */
    MERGE_SLICES,
    /** A slice with a stride and a margin of channels become the zero-padded shortcut. */
    FUSE_ZERO_PADDED_SHORTCUT,
    /** Margins of zeros go into the convolution behind them. */
    FOLD_PADDING,
    /** Batch norm goes into the weights before it. */
    FOLD_BATCH_NORM,
    /** So does arithmetic with one constant per channel. */
    FOLD_CONSTANTS,
    /** The product of a value and a gate made of it, such as its sigmoid, becomes one function. */
    FUSE_SELF_GATING,
    /** GELU written in single operations becomes one function. */
    FUSE_GELU,
    /** Operations whose result nobody reads are left out. */
    REMOVE_UNUSED,
    /** Residual, activation and other functions of one element are applied while the result before them is stored. */
    FUSE_EPILOGUE,
    /** Convolutions with 3 x 3 kernels are computed by Winograd's algorithm where that is faster, with its rounding. */
    WINOGRAD;

    /** The graph after this rewriting alone. */
    public Graph apply(Graph graph) {
        return pass().apply(graph);
    }

    Pass pass() {
        return switch (this) {
            case REMOVE_IDENTITY -> new RemoveIdentity();
            case MERGE_RESHAPES -> new MergeReshapes();
            case MERGE_TRANSPOSES -> new MergeTransposes();
            case SHUFFLE_CHANNELS -> new ShuffleChannels();
            case MERGE_SLICES -> new MergeSlices();
            case FUSE_ZERO_PADDED_SHORTCUT -> new FuseZeroPaddedShortcut();
            case FOLD_PADDING -> new FoldPadding();
            case FOLD_BATCH_NORM -> new FoldBatchNorm();
            case FOLD_CONSTANTS -> new FoldConstants();
            case FUSE_SELF_GATING -> new FuseSelfGating();
            case FUSE_GELU -> new FuseGelu();
            case REMOVE_UNUSED -> new RemoveUnused();
            case FUSE_EPILOGUE -> new FuseEpilogue();
            case WINOGRAD -> new ChooseWinograd();
        };
    }
}
