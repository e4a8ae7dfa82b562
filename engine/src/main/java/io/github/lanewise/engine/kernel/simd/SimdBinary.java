package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.BinaryKernels;
import io.github.lanewise.engine.tensor.BinaryOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link BinaryKernels} with one loop for each operation and kind of operand, so that C2 sees one operation in each, and a
 * scalar loop for the last few elements. Powers are scalar. Twin: {@code ScalarBinary}.
 */
final class SimdBinary implements BinaryKernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final long VECTOR = V * 4L;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
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
        long whole = 4L * SPECIES.loopBound(n);
        switch (operation) {
            case ADD -> add(whole, a, aAt, b, bAt, out, outAt);
            case SUBTRACT -> subtract(whole, a, aAt, b, bAt, out, outAt);
            case MULTIPLY -> multiply(whole, a, aAt, b, bAt, out, outAt);
            case DIVIDE -> divide(whole, a, aAt, b, bAt, out, outAt);
            case MINIMUM -> minimum(whole, a, aAt, b, bAt, out, outAt);
            case MAXIMUM -> maximum(whole, a, aAt, b, bAt, out, outAt);
            case PRELU -> prelu(whole, a, aAt, b, bAt, out, outAt);
            case POWER -> whole = 0;
        }
        for (long i = whole; i < 4L * n; i += 4) {
            out.set(FLOAT, outAt + i, operation.apply(a.get(FLOAT, aAt + i), b.get(FLOAT, bAt + i)));
        }
    }

    @Override
    public void applyRight(
            BinaryOperation operation, int n, MemorySegment a, long aAt, float b, MemorySegment out, long outAt) {
        long whole = 4L * SPECIES.loopBound(n);
        switch (operation) {
            case ADD -> add(whole, a, aAt, b, out, outAt);
            case SUBTRACT -> subtract(whole, a, aAt, b, out, outAt);
            case MULTIPLY -> multiply(whole, a, aAt, b, out, outAt);
            case DIVIDE -> divide(whole, a, aAt, b, out, outAt);
            case MINIMUM -> minimum(whole, a, aAt, b, out, outAt);
            case MAXIMUM -> maximum(whole, a, aAt, b, out, outAt);
            case PRELU -> prelu(whole, a, aAt, b, out, outAt);
            case POWER -> whole = 0;
        }
        for (long i = whole; i < 4L * n; i += 4) {
            out.set(FLOAT, outAt + i, operation.apply(a.get(FLOAT, aAt + i), b));
        }
    }

    @Override
    public void applyLeft(
            BinaryOperation operation, int n, float a, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        long whole = 4L * SPECIES.loopBound(n);
        switch (operation) {
            case ADD -> add(whole, b, bAt, a, out, outAt);
            case MULTIPLY -> multiply(whole, b, bAt, a, out, outAt);
            case MINIMUM -> minimum(whole, b, bAt, a, out, outAt);
            case MAXIMUM -> maximum(whole, b, bAt, a, out, outAt);
            case SUBTRACT -> subtractFrom(whole, a, b, bAt, out, outAt);
            case DIVIDE -> divideInto(whole, a, b, bAt, out, outAt);
            case POWER, PRELU -> whole = 0;
        }
        for (long i = whole; i < 4L * n; i += 4) {
            out.set(FLOAT, outAt + i, operation.apply(a, b.get(FLOAT, bAt + i)));
        }
    }

    private static void add(
            long bytes, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).add(load(b, bAt + i)), out, outAt + i);
        }
    }

    private static void subtract(
            long bytes, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).sub(load(b, bAt + i)), out, outAt + i);
        }
    }

    private static void multiply(
            long bytes, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).mul(load(b, bAt + i)), out, outAt + i);
        }
    }

    private static void divide(
            long bytes, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).div(load(b, bAt + i)), out, outAt + i);
        }
    }

    private static void minimum(
            long bytes, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).min(load(b, bAt + i)), out, outAt + i);
        }
    }

    private static void maximum(
            long bytes, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).max(load(b, bAt + i)), out, outAt + i);
        }
    }

    private static void prelu(
            long bytes, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(prelu(load(a, aAt + i), load(b, bAt + i)), out, outAt + i);
        }
    }

    private static void add(long bytes, MemorySegment a, long aAt, float b, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).add(b), out, outAt + i);
        }
    }

    private static void subtract(long bytes, MemorySegment a, long aAt, float b, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).sub(b), out, outAt + i);
        }
    }

    private static void multiply(long bytes, MemorySegment a, long aAt, float b, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).mul(b), out, outAt + i);
        }
    }

    private static void divide(long bytes, MemorySegment a, long aAt, float b, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).div(b), out, outAt + i);
        }
    }

    private static void minimum(long bytes, MemorySegment a, long aAt, float b, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).min(b), out, outAt + i);
        }
    }

    private static void maximum(long bytes, MemorySegment a, long aAt, float b, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(a, aAt + i).max(b), out, outAt + i);
        }
    }

    private static void prelu(long bytes, MemorySegment a, long aAt, float b, MemorySegment out, long outAt) {
        FloatVector slope = FloatVector.broadcast(SPECIES, b);
        for (long i = 0; i < bytes; i += VECTOR) {
            store(prelu(load(a, aAt + i), slope), out, outAt + i);
        }
    }

    private static void subtractFrom(long bytes, float a, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        FloatVector left = FloatVector.broadcast(SPECIES, a);
        for (long i = 0; i < bytes; i += VECTOR) {
            store(left.sub(load(b, bAt + i)), out, outAt + i);
        }
    }

    private static void divideInto(long bytes, float a, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        FloatVector left = FloatVector.broadcast(SPECIES, a);
        for (long i = 0; i < bytes; i += VECTOR) {
            store(left.div(load(b, bAt + i)), out, outAt + i);
        }
    }

    private static FloatVector prelu(FloatVector x, FloatVector slope) {
        return x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f));
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, NATIVE);
    }

    private static void store(FloatVector vector, MemorySegment segment, long at) {
        vector.intoMemorySegment(segment, at, NATIVE);
    }
}
