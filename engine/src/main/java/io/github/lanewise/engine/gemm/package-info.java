/** Matrix multiplication: packing, cache blocking and the loops around the micro-kernels. */
package io.github.lanewise.engine.gemm;
