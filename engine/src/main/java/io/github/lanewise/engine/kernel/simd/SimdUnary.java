package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.UnaryFunctions;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link UnaryFunctions} that have no kernel of their own, with one loop for each, so that C2 sees one function
 * in it. {@link SimdUnaryPasses} has those that are too long for one loop; logarithm, floor and ceil are scalar.
 */
final class SimdUnary {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = SPECIES.length() * 4L;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    static void apply(
            UnaryOperation operation,
            int n,
            MemorySegment in,
            long inAt,
            MemorySegment out,
            long outAt,
            MemorySegment scratch,
            long scratchAt) {
        float a = operation.alpha();
        float b = operation.beta();
        long whole = 4L * SPECIES.loopBound(n);
        switch (operation.function()) {
            case LEAKY_RELU -> leakyRelu(whole, a, in, inAt, out, outAt);
            case THRESHOLDED_RELU -> thresholdedRelu(whole, a, in, inAt, out, outAt);
            case ELU -> elu(whole, a, b, in, inAt, out, outAt);
            case CELU -> celu(whole, a, in, inAt, out, outAt);
            case HARD_SIGMOID -> hardSigmoid(whole, a, b, in, inAt, out, outAt);
            case HARD_SWISH -> hardSwish(whole, in, inAt, out, outAt);
            case SOFTSIGN -> softsign(whole, in, inAt, out, outAt);
            case SQRT -> sqrt(whole, in, inAt, out, outAt);
            case ABS -> abs(whole, in, inAt, out, outAt);
            case NEGATE -> negate(whole, in, inAt, out, outAt);
            case RECIPROCAL -> reciprocal(whole, in, inAt, out, outAt);
            case SILU, SOFTPLUS, MISH, GELU, GELU_TANH, ERF ->
                SimdUnaryPasses.apply(operation.function(), whole, in, inAt, out, outAt, scratch, scratchAt);
            default -> whole = 0;
        }
        for (long i = whole; i < 4L * n; i += 4) {
            out.set(FLOAT, outAt + i, UnaryFunctions.apply(operation, in.get(FLOAT, inAt + i)));
        }
    }

    private static void leakyRelu(long bytes, float a, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.blend(x.mul(a), x.compare(VectorOperators.LT, 0f)).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void thresholdedRelu(
            long bytes, float a, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.blend(0f, x.compare(VectorOperators.LE, a)).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void elu(long bytes, float a, float b, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.mul(b)
                    .blend(SimdExponentials.expm1(x).mul(a), x.compare(VectorOperators.LT, 0f))
                    .intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void celu(long bytes, float a, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.blend(SimdExponentials.expm1(x.div(a)).mul(a), x.compare(VectorOperators.LT, 0f))
                    .intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void hardSigmoid(
            long bytes, float a, float b, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            unitInterval(x.mul(a).add(b)).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void hardSwish(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.mul(unitInterval(x.div(6f).add(0.5f))).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void softsign(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.div(x.abs().add(1f)).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void sqrt(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.sqrt().intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void abs(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.abs().intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void negate(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.neg().intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void reciprocal(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            one.div(x).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static FloatVector unitInterval(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.LT, 0f)).blend(1f, x.compare(VectorOperators.GT, 1f));
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, NATIVE);
    }

    private SimdUnary() {}
}
