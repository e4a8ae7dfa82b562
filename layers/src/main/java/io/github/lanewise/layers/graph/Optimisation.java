package io.github.lanewise.layers.graph;

/** The rewritings of a graph before it is compiled, in the order in which they run. Each keeps the result up to rounding. */
public enum Optimisation {
    /** Operations that return their operand are left out. */
    REMOVE_IDENTITY(new RemoveIdentity()),
    /** Consecutive reshapes become one. */
    MERGE_RESHAPES(new MergeReshapes()),
    /** Batch norm goes into the weights before it. */
    FOLD_BATCH_NORM(new FoldBatchNorm()),
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
