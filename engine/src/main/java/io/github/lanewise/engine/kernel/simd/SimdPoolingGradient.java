package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.PoolingGradientKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PoolingGradientKernels}, one vector of channels at a time. Twin: {@code ScalarPoolingGradient}.
 *
 * <p>Maxima are found in one pass over the window; a second one gives the gradient to the first of them, after which it
 * is -0: adding that changes nothing.
 */
final class SimdPoolingGradient implements PoolingGradientKernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void max(
            int channels,
            int rows,
            int columns,
            MemorySegment in,
            long inAt,
            long rowStride,
            MemorySegment dOut,
            long dOutAt,
            MemorySegment dIn,
            long dInAt,
            long dInRowStride,
            long pixelStride) {
        long end = 4L * channels;
        long at = 0;
        for (; at + 4L * V <= end; at += 4L * V) {
            passToLargest(
                    rows,
                    columns,
                    in,
                    inAt + at,
                    rowStride,
                    dOut,
                    dOutAt + at,
                    dIn,
                    dInAt + at,
                    dInRowStride,
                    pixelStride);
        }
        for (; at < end; at += 4) {
            float largest = largest(rows, columns, in, inAt + at, rowStride, pixelStride);
            int first = first(columns, in, inAt + at, rowStride, pixelStride, largest);
            long to = dInAt + at + first / columns * dInRowStride + first % columns * pixelStride;
            dIn.set(FLOAT, to, dIn.get(FLOAT, to) + dOut.get(FLOAT, dOutAt + at));
        }
    }

    private static void passToLargest(
            int rows,
            int columns,
            MemorySegment in,
            long inAt,
            long rowStride,
            MemorySegment dOut,
            long dOutAt,
            MemorySegment dIn,
            long dInAt,
            long dInRowStride,
            long pixelStride) {
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int y = 0; y < rows; y++) {
            long at = inAt + y * rowStride;
            for (int x = 0; x < columns; x++, at += pixelStride) {
                largest = largest.max(load(in, at));
            }
        }
        FloatVector none = FloatVector.broadcast(SPECIES, -0f);
        FloatVector gradient = load(dOut, dOutAt);
        for (int y = 0; y < rows; y++) {
            long from = inAt + y * rowStride;
            long to = dInAt + y * dInRowStride;
            for (int x = 0; x < columns; x++, from += pixelStride, to += pixelStride) {
                VectorMask<Float> less = load(in, from).compare(VectorOperators.LT, largest);
                FloatVector old = load(dIn, to);
                store(old.add(gradient).blend(old, less), dIn, to);
                gradient = none.blend(gradient, less);
            }
        }
    }

    private static float largest(int rows, int columns, MemorySegment in, long inAt, long rowStride, long pixelStride) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                largest = Math.max(largest, in.get(FLOAT, inAt + y * rowStride + x * pixelStride));
            }
        }
        return largest;
    }

    private static int first(
            int columns, MemorySegment in, long inAt, long rowStride, long pixelStride, float largest) {
        int pixel = 0;
        while (in.get(FLOAT, inAt + pixel / columns * rowStride + pixel % columns * pixelStride) < largest) {
            pixel++;
        }
        return pixel;
    }

    @Override
    public void average(
            int channels,
            int rows,
            int columns,
            float share,
            MemorySegment dOut,
            long dOutAt,
            MemorySegment dIn,
            long dInAt,
            long dInRowStride,
            long pixelStride) {
        int vectors = SPECIES.loopBound(channels);
        for (int c = 0; c < vectors; c += V) {
            FloatVector gradient = load(dOut, dOutAt + c * 4L).mul(share);
            for (int y = 0; y < rows; y++) {
                long at = dInAt + c * 4L + y * dInRowStride;
                for (int x = 0; x < columns; x++, at += pixelStride) {
                    store(load(dIn, at).add(gradient), dIn, at);
                }
            }
        }
        for (int c = vectors; c < channels; c++) {
            float gradient = dOut.get(FLOAT, dOutAt + c * 4L) * share;
            for (int y = 0; y < rows; y++) {
                long at = dInAt + c * 4L + y * dInRowStride;
                for (int x = 0; x < columns; x++, at += pixelStride) {
                    dIn.set(FLOAT, at, dIn.get(FLOAT, at) + gradient);
                }
            }
        }
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, NATIVE);
    }

    private static void store(FloatVector vector, MemorySegment segment, long at) {
        vector.intoMemorySegment(segment, at, NATIVE);
    }
}
