package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.PoolingKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PoolingKernels} with vectors over channels: four at a time, whose chains do not wait for each other, then single
 * ones, then scalars. Twin: {@code ScalarPooling}.
 */
final class SimdPooling implements PoolingKernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final long VECTOR = V * 4L;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void max(
            int channels,
            int rows,
            int columns,
            MemorySegment in,
            long inAt,
            long rowStride,
            long pixelStride,
            MemorySegment out,
            long outAt) {
        int vectors = SPECIES.loopBound(channels);
        int c = 0;
        for (; c + 4 * V <= vectors; c += 4 * V) {
            maxFour(rows, columns, in, inAt + c * 4L, rowStride, pixelStride, out, outAt + c * 4L);
        }
        for (; c < vectors; c += V) {
            maxOne(rows, columns, in, inAt + c * 4L, rowStride, pixelStride, out, outAt + c * 4L);
        }
        for (; c < channels; c++) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int y = 0; y < rows; y++) {
                long at = inAt + c * 4L + y * rowStride;
                for (int x = 0; x < columns; x++, at += pixelStride) {
                    largest = Math.max(largest, in.get(FLOAT, at));
                }
            }
            out.set(FLOAT, outAt + c * 4L, largest);
        }
    }

    private static void maxFour(
            int rows,
            int columns,
            MemorySegment in,
            long inAt,
            long rowStride,
            long pixelStride,
            MemorySegment out,
            long outAt) {
        FloatVector max0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY),
                max1 = max0,
                max2 = max0,
                max3 = max0;
        for (int y = 0; y < rows; y++) {
            long at = inAt + y * rowStride;
            for (int x = 0; x < columns; x++, at += pixelStride) {
                max0 = max0.max(load(in, at));
                max1 = max1.max(load(in, at + VECTOR));
                max2 = max2.max(load(in, at + 2 * VECTOR));
                max3 = max3.max(load(in, at + 3 * VECTOR));
            }
        }
        store(max0, out, outAt);
        store(max1, out, outAt + VECTOR);
        store(max2, out, outAt + 2 * VECTOR);
        store(max3, out, outAt + 3 * VECTOR);
    }

    private static void maxOne(
            int rows,
            int columns,
            MemorySegment in,
            long inAt,
            long rowStride,
            long pixelStride,
            MemorySegment out,
            long outAt) {
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int y = 0; y < rows; y++) {
            long at = inAt + y * rowStride;
            for (int x = 0; x < columns; x++, at += pixelStride) {
                largest = largest.max(load(in, at));
            }
        }
        store(largest, out, outAt);
    }

    @Override
    public void average(
            int channels,
            int rows,
            int columns,
            float count,
            MemorySegment in,
            long inAt,
            long rowStride,
            long pixelStride,
            MemorySegment out,
            long outAt) {
        int vectors = SPECIES.loopBound(channels);
        int c = 0;
        for (; c + 4 * V <= vectors; c += 4 * V) {
            averageFour(rows, columns, count, in, inAt + c * 4L, rowStride, pixelStride, out, outAt + c * 4L);
        }
        for (; c < vectors; c += V) {
            averageOne(rows, columns, count, in, inAt + c * 4L, rowStride, pixelStride, out, outAt + c * 4L);
        }
        for (; c < channels; c++) {
            float sum = 0;
            for (int y = 0; y < rows; y++) {
                long at = inAt + c * 4L + y * rowStride;
                for (int x = 0; x < columns; x++, at += pixelStride) {
                    sum += in.get(FLOAT, at);
                }
            }
            out.set(FLOAT, outAt + c * 4L, sum / count);
        }
    }

    private static void averageFour(
            int rows,
            int columns,
            float count,
            MemorySegment in,
            long inAt,
            long rowStride,
            long pixelStride,
            MemorySegment out,
            long outAt) {
        FloatVector sum0 = FloatVector.zero(SPECIES), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (int y = 0; y < rows; y++) {
            long at = inAt + y * rowStride;
            for (int x = 0; x < columns; x++, at += pixelStride) {
                sum0 = sum0.add(load(in, at));
                sum1 = sum1.add(load(in, at + VECTOR));
                sum2 = sum2.add(load(in, at + 2 * VECTOR));
                sum3 = sum3.add(load(in, at + 3 * VECTOR));
            }
        }
        store(sum0.div(count), out, outAt);
        store(sum1.div(count), out, outAt + VECTOR);
        store(sum2.div(count), out, outAt + 2 * VECTOR);
        store(sum3.div(count), out, outAt + 3 * VECTOR);
    }

    private static void averageOne(
            int rows,
            int columns,
            float count,
            MemorySegment in,
            long inAt,
            long rowStride,
            long pixelStride,
            MemorySegment out,
            long outAt) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int y = 0; y < rows; y++) {
            long at = inAt + y * rowStride;
            for (int x = 0; x < columns; x++, at += pixelStride) {
                sum = sum.add(load(in, at));
            }
        }
        store(sum.div(count), out, outAt);
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }

    private static void store(FloatVector vector, MemorySegment segment, long at) {
        vector.intoMemorySegment(segment, at, ByteOrder.nativeOrder());
    }
}
