/** Residual and plain blocks with their shortcuts, and the networks of any depth built from them. */
package io.github.lanewise.layers.residual;
