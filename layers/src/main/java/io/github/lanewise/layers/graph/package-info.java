/** The inference graph, its passes, and the immutable model compiled from it. */
package io.github.lanewise.layers.graph;
