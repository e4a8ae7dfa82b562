/** Layers and their parameters: convolution, batch norm, dense, activations, pooling, and their sequence. */
package io.github.lanewise.layers;
