package io.github.lanewise.layers.graph;

/** How a value at the edge of a graph lies outside the model, compared with the tensor inside. */
public enum Edge {
    /** Row-major in the same order. */
    SAME,
    /** Images: {@code [N, C, H, W]} or {@code [N, C, L]} outside, {@code [N, H, W, C]} or {@code [N, 1, L, C]} inside. */
    IMAGES
}
