package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.DepthwiseKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** {@link DepthwiseKernel} with vectors over channels and a scalar loop for the ragged rest. Twin: {@code ScalarDepthwiseKernel}. */
final class SimdDepthwiseKernel implements DepthwiseKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void row(
            Taps taps,
            int pixels,
            MemorySegment in,
            long inAt,
            MemorySegment weights,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            long residualAt,
            float lower,
            float upper,
            MemorySegment out,
            long outAt) {
        long channelBytes = taps.channels() * 4L;
        for (int x = 0; x < pixels; x++) {
            vectors(taps, in, inAt, weights, bias, residual, residualAt, lower, upper, out, outAt);
            rest(taps, in, inAt, weights, bias, residual, residualAt, lower, upper, out, outAt);
            inAt += taps.pixelStride();
            outAt += channelBytes;
            residualAt += channelBytes;
        }
    }

    private static void vectors(
            Taps taps,
            MemorySegment in,
            long inAt,
            MemorySegment weights,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            long residualAt,
            float lower,
            float upper,
            MemorySegment out,
            long outAt) {
        int kernelHeight = taps.kernelHeight();
        int kernelWidth = taps.kernelWidth();
        long columnStride = taps.columnStride();
        long weightStride = taps.channels() * 4L;
        int vectors = SPECIES.loopBound(taps.channels());
        for (int c = 0; c < vectors; c += V) {
            long at = c * 4L;
            long weightAt = at;
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int ky = 0; ky < kernelHeight; ky++) {
                long tap = inAt + at + ky * taps.rowStride();
                for (int kx = 0; kx < kernelWidth; kx++) {
                    sum = load(in, tap).fma(load(weights, weightAt), sum);
                    tap += columnStride;
                    weightAt += weightStride;
                }
            }
            if (bias != null) {
                sum = sum.add(load(bias, at));
            }
            if (residual != null) {
                sum = sum.add(load(residual, residualAt + at));
            }
            if (lower != Float.NEGATIVE_INFINITY) {
                sum = sum.blend(lower, sum.compare(VectorOperators.LT, lower));
            }
            if (upper != Float.POSITIVE_INFINITY) {
                sum = sum.blend(upper, sum.compare(VectorOperators.GT, upper));
            }
            sum.intoMemorySegment(out, outAt + at, ByteOrder.nativeOrder());
        }
    }

    private static void rest(
            Taps taps,
            MemorySegment in,
            long inAt,
            MemorySegment weights,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            long residualAt,
            float lower,
            float upper,
            MemorySegment out,
            long outAt) {
        for (int c = SPECIES.loopBound(taps.channels()); c < taps.channels(); c++) {
            long at = c * 4L;
            long weightAt = at;
            float sum = 0;
            for (int ky = 0; ky < taps.kernelHeight(); ky++) {
                long tap = inAt + at + ky * taps.rowStride();
                for (int kx = 0; kx < taps.kernelWidth(); kx++) {
                    sum = Math.fma(in.get(FLOAT, tap), weights.get(FLOAT, weightAt), sum);
                    tap += taps.columnStride();
                    weightAt += taps.channels() * 4L;
                }
            }
            if (bias != null) {
                sum += bias.get(FLOAT, at);
            }
            if (residual != null) {
                sum += residual.get(FLOAT, residualAt + at);
            }
            sum = sum < lower ? lower : sum > upper ? upper : sum;
            out.set(FLOAT, outAt + at, sum);
        }
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }
}
