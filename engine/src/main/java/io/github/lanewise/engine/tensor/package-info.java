/** Tensors over 64-byte aligned native memory, and the arenas that own it. */
package io.github.lanewise.engine.tensor;
