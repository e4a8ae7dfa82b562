package io.github.lanewise.layers.graph;

/** A rewriting of a graph that keeps its result, up to rounding. */
interface Pass {
    Graph apply(Graph graph);
}
