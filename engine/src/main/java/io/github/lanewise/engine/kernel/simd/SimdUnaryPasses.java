package io.github.lanewise.engine.kernel.simd;

import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF0;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF1;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF2;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF3;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF4;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF5;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC0;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC1;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC2;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC3;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC4;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC5;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC6;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC_SCALE;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF_LIMIT;
import static io.github.lanewise.engine.kernel.UnaryFunctions.GELU_CUBIC;
import static io.github.lanewise.engine.kernel.UnaryFunctions.GELU_LINEAR;
import static io.github.lanewise.engine.kernel.UnaryFunctions.LOG1P0;
import static io.github.lanewise.engine.kernel.UnaryFunctions.LOG1P1;
import static io.github.lanewise.engine.kernel.UnaryFunctions.LOG1P2;
import static io.github.lanewise.engine.kernel.UnaryFunctions.LOG1P3;
import static io.github.lanewise.engine.kernel.UnaryFunctions.MISH_SATURATED;
import static io.github.lanewise.engine.kernel.UnaryFunctions.SQRT_HALF;

import io.github.lanewise.engine.kernel.FunctionKernels;
import io.github.lanewise.engine.kernel.UnaryFunctions;
import io.github.lanewise.engine.tensor.UnaryOperation.Function;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The long ones of {@link UnaryFunctions}, operation by operation, in two or three passes over pieces that fit the scratch: C2
 * inlines no more than some thirty vector operations into one loop, and boxes the vectors of what it leaves out.
 */
final class SimdUnaryPasses {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = SPECIES.length() * 4L;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int SIGN = 0x80000000;

    static void apply(
            Function function,
            long bytes,
            MemorySegment in,
            long inAt,
            MemorySegment out,
            long outAt,
            MemorySegment scratch,
            long scratchAt) {
        for (long from = 0; from < bytes; from += FunctionKernels.SCRATCH_BYTES) {
            long piece = Math.min(FunctionKernels.SCRATCH_BYTES, bytes - from);
            long x = inAt + from;
            long y = outAt + from;
            switch (function) {
                case SILU -> {
                    sigmoid(piece, in, x, scratch, scratchAt);
                    multiply(piece, in, x, scratch, scratchAt, out, y);
                }
                case GELU_TANH -> {
                    geluArgument(piece, in, x, scratch, scratchAt);
                    sigmoid(piece, scratch, scratchAt, scratch, scratchAt);
                    multiply(piece, in, x, scratch, scratchAt, out, y);
                }
                case SOFTPLUS -> {
                    expOfMagnitude(piece, in, x, scratch, scratchAt);
                    softplus(piece, in, x, scratch, scratchAt, out, y);
                }
                case MISH -> {
                    expLimited(piece, in, x, scratch, scratchAt);
                    mish(piece, in, x, scratch, scratchAt, out, y);
                }
                case ERF -> {
                    expOfSquare(piece, 1, in, x, scratch, scratchAt);
                    erfc(piece, 1, in, x, scratch, scratchAt);
                    erf(piece, in, x, scratch, scratchAt, out, y);
                }
                default -> {
                    expOfSquare(piece, SQRT_HALF, in, x, scratch, scratchAt);
                    erfc(piece, SQRT_HALF, in, x, scratch, scratchAt);
                    gelu(piece, in, x, scratch, scratchAt, out, y);
                }
            }
        }
    }

    private static void sigmoid(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            SimdExponentials.sigmoid(load(in, inAt + i)).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void geluArgument(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            x.mul(x.mul(x).mul(GELU_CUBIC).add(GELU_LINEAR)).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void expOfMagnitude(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            SimdExponentials.exp(load(in, inAt + i).abs().neg()).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void expLimited(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            SimdExponentials.exp(x.min(MISH_SATURATED)).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    /** {@code exp(-(factor x)²)} */
    private static void expOfSquare(
            long bytes, float factor, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i).mul(factor);
            SimdExponentials.exp(x.mul(x).neg()).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    /** {@code erfc(|factor x|)} from {@link #expOfSquare}, which it replaces; for magnitudes from ERF_LIMIT on. */
    private static void erfc(long bytes, float factor, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i).mul(factor).abs();
            FloatVector t =
                    FloatVector.broadcast(SPECIES, 1f).div(x.mul(ERFC_SCALE).add(1f));
            FloatVector high = t.mul(ERFC6).add(ERFC5).mul(t).add(ERFC4).mul(t).add(ERFC3);
            FloatVector ratio = high.mul(t).add(ERFC2).mul(t).add(ERFC1).mul(t).add(ERFC0);
            load(out, outAt + i).mul(ratio.mul(t)).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void multiply(
            long bytes, MemorySegment in, long inAt, MemorySegment mid, long midAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            load(in, inAt + i).mul(load(mid, midAt + i)).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void softplus(
            long bytes, MemorySegment in, long inAt, MemorySegment mid, long midAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            FloatVector exp = load(mid, midAt + i);
            FloatVector s = exp.div(exp.add(2f));
            FloatVector square = s.mul(s);
            FloatVector ratio = square.mul(LOG1P3)
                    .add(LOG1P2)
                    .mul(square)
                    .add(LOG1P1)
                    .mul(square)
                    .add(LOG1P0);
            FloatVector positive = x.blend(0f, x.compare(VectorOperators.LT, 0f));
            positive.add(s.mul(2f).add(s.mul(square).mul(ratio))).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void mish(
            long bytes, MemorySegment in, long inAt, MemorySegment mid, long midAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector exp = load(mid, midAt + i);
            FloatVector w = exp.mul(exp.add(2f));
            load(in, inAt + i).mul(w.div(w.add(2f))).intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void erf(
            long bytes, MemorySegment in, long inAt, MemorySegment mid, long midAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            FloatVector middle = x.mul(erfRatio(x.mul(x)));
            FloatVector end = FloatVector.broadcast(SPECIES, 1f).sub(load(mid, midAt + i));
            FloatVector signed =
                    end.reinterpretAsInts().or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
            signed.blend(middle, x.abs().compare(VectorOperators.LT, ERF_LIMIT))
                    .intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static void gelu(
            long bytes, MemorySegment in, long inAt, MemorySegment mid, long midAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            FloatVector scaled = x.mul(SQRT_HALF);
            FloatVector middle =
                    x.mul(0.5f).mul(scaled.mul(erfRatio(scaled.mul(scaled))).add(1f));
            FloatVector tail = load(mid, midAt + i).mul(0.5f);
            FloatVector share =
                    FloatVector.broadcast(SPECIES, 1f).sub(tail).blend(tail, x.compare(VectorOperators.LT, 0f));
            x.mul(share)
                    .blend(middle, scaled.abs().compare(VectorOperators.LT, ERF_LIMIT))
                    .intoMemorySegment(out, outAt + i, NATIVE);
        }
    }

    private static FloatVector erfRatio(FloatVector square) {
        FloatVector high = square.mul(ERF5).add(ERF4).mul(square).add(ERF3).mul(square);
        return high.add(ERF2).mul(square).add(ERF1).mul(square).add(ERF0);
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, NATIVE);
    }

    private SimdUnaryPasses() {}
}
