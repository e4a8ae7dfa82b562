package io.github.lanewise.layers.graph;

/** The graph depends on the value of an input and not on its shape alone, and the value is not known yet. */
final class ValueNeededException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final int index;

    ValueNeededException(int index) {
        super("the graph depends on the value of input " + index + ": run the model with all inputs by name");
        this.index = index;
    }

    int index() {
        return index;
    }
}
