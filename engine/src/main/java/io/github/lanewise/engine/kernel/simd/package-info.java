/**
 * The kernels on the Vector API: the only room that imports {@code jdk.incubator.vector}.
 *
 * <p>The loops of the large kernels call the Vector API and nothing else. Beyond its node budget C2 inlines only what the
 * JDK forces it to, and a vector that crosses a call of one of our own methods is boxed. So
 * register tiles are written out, alike as they look, and no code is shared between them.
 */
package io.github.lanewise.engine.kernel.simd;
