package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.BinaryKernels;
import io.github.lanewise.engine.tensor.BinaryOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link BinaryKernels} in plain Java. */
final class ScalarBinary implements BinaryKernels {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void apply(
            BinaryOperation operation,
            int n,
            MemorySegment a,
            long aAt,
            MemorySegment b,
            long bAt,
            MemorySegment out,
            long outAt) {
        for (long i = 0; i < 4L * n; i += 4) {
            out.set(FLOAT, outAt + i, operation.apply(a.get(FLOAT, aAt + i), b.get(FLOAT, bAt + i)));
        }
    }

    @Override
    public void applyRight(
            BinaryOperation operation, int n, MemorySegment a, long aAt, float b, MemorySegment out, long outAt) {
        for (long i = 0; i < 4L * n; i += 4) {
            out.set(FLOAT, outAt + i, operation.apply(a.get(FLOAT, aAt + i), b));
        }
    }

    @Override
    public void applyLeft(
            BinaryOperation operation, int n, float a, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (long i = 0; i < 4L * n; i += 4) {
            out.set(FLOAT, outAt + i, operation.apply(a, b.get(FLOAT, bAt + i)));
        }
    }
}
