/** A network compiled for training: steps that stand forward and backward, and the plan of their memory. */
package io.github.lanewise.layers.train.program;
