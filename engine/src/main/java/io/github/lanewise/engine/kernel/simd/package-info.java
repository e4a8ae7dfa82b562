/** The kernels on the Vector API: the only room that imports {@code jdk.incubator.vector}. */
package io.github.lanewise.engine.kernel.simd;
