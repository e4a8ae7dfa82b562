package io.github.lanewise.engine.kernel.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of one window for {@link SimdPooling}: once for the largest pixels, once for those who get the gradient, which
 * is then -0 for all later ones: adding that changes nothing.
 */
final class SimdMaxGradient {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    static void run(
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
        int vectors = SPECIES.loopBound(channels);
        FloatVector none = FloatVector.broadcast(SPECIES, -0f);
        for (long at = 0; at < 4L * vectors; at += 4L * V) {
            FloatVector largest = largest(rows, columns, in, inAt + at, rowStride, pixelStride);
            FloatVector gradient = load(dOut, dOutAt + at);
            for (int y = 0; y < rows; y++) {
                long from = inAt + at + y * rowStride;
                long to = dInAt + at + y * dInRowStride;
                for (int x = 0; x < columns; x++, from += pixelStride, to += pixelStride) {
                    VectorMask<Float> less = load(in, from).compare(VectorOperators.LT, largest);
                    FloatVector old = load(dIn, to);
                    old.add(gradient).blend(old, less).intoMemorySegment(dIn, to, NATIVE);
                    gradient = none.blend(gradient, less);
                }
            }
        }
        for (long at = 4L * vectors; at < 4L * channels; at += 4) {
            float largest = largestScalar(rows, columns, in, inAt + at, rowStride, pixelStride);
            long to = dInAt + at;
            long first = first(columns, in, inAt + at, rowStride, pixelStride, largest);
            to += first / columns * dInRowStride + first % columns * pixelStride;
            dIn.set(FLOAT, to, dIn.get(FLOAT, to) + dOut.get(FLOAT, dOutAt + at));
        }
    }

    private static FloatVector largest(
            int rows, int columns, MemorySegment in, long inAt, long rowStride, long pixelStride) {
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int y = 0; y < rows; y++) {
            long at = inAt + y * rowStride;
            for (int x = 0; x < columns; x++, at += pixelStride) {
                largest = largest.max(load(in, at));
            }
        }
        return largest;
    }

    private static float largestScalar(
            int rows, int columns, MemorySegment in, long inAt, long rowStride, long pixelStride) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                largest = Math.max(largest, in.get(FLOAT, inAt + y * rowStride + x * pixelStride));
            }
        }
        return largest;
    }

    private static long first(
            int columns, MemorySegment in, long inAt, long rowStride, long pixelStride, float largest) {
        int pixel = 0;
        while (in.get(FLOAT, inAt + pixel / columns * rowStride + pixel % columns * pixelStride) < largest) {
            pixel++;
        }
        return pixel;
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, NATIVE);
    }
}
