package io.github.lanewise.layers.graph;

/** How a value at the edge of a graph lies outside the model, compared with the tensor inside. */
public enum Edge {
    /** Row-major in the same order. */
    SAME,
    /** Images: {@code [N, C, H, W]} outside, {@code [N, H, W, C]} inside. */
    IMAGES,
    /** Sequences: {@code [N, C, L]} outside, {@code [N, 1, L, C]} inside. */
    SEQUENCES;

    /** That of channels-last images or sequences with so many axes outside. */
    public static Edge ofRank(int rank) {
        return rank == 4 ? IMAGES : SEQUENCES;
    }
}
