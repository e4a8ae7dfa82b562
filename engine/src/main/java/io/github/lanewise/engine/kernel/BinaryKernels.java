package io.github.lanewise.engine.kernel;

import io.github.lanewise.engine.tensor.BinaryOperation;
import java.lang.foreign.MemorySegment;

/**
 * Functions of two elements, {@code n} neighbouring floats of the result; all segments are native memory. Both tiers and all
 * vector widths give the same bits. The result may replace an operand that begins at the same byte, but must not overlap one
 * otherwise.
 */
public interface BinaryKernels {

    /** {@code out[i] = operation(a[i], b[i])}. */
    void apply(
            BinaryOperation operation,
            int n,
            MemorySegment a,
            long aAt,
            MemorySegment b,
            long bAt,
            MemorySegment out,
            long outAt);

    /** {@code out[i] = operation(a[i], b)}. */
    void applyRight(
            BinaryOperation operation, int n, MemorySegment a, long aAt, float b, MemorySegment out, long outAt);

    /** {@code out[i] = operation(a, b[i])}. */
    void applyLeft(BinaryOperation operation, int n, float a, MemorySegment b, long bAt, MemorySegment out, long outAt);
}
