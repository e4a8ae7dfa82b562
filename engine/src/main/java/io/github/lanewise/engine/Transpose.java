package io.github.lanewise.engine;

/** Whether a matrix enters a product as it lies in memory or transposed; {@code op(X)} of BLAS. */
public enum Transpose {
    NO,
    YES
}
