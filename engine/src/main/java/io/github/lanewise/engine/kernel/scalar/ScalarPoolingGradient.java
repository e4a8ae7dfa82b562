package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.PoolingGradientKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link PoolingGradientKernels} in plain Java. */
final class ScalarPoolingGradient implements PoolingGradientKernels {

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
        for (int c = 0; c < channels; c++) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int pixel = 0; pixel < rows * columns; pixel++) {
                long offset = pixel / columns * rowStride + pixel % columns * pixelStride;
                largest = Math.max(largest, in.get(FLOAT, inAt + c * 4L + offset));
            }
            int first = 0;
            while (in.get(FLOAT, inAt + c * 4L + first / columns * rowStride + first % columns * pixelStride)
                    < largest) {
                first++;
            }
            long to = dInAt + c * 4L + first / columns * dInRowStride + first % columns * pixelStride;
            dIn.set(FLOAT, to, dIn.get(FLOAT, to) + dOut.get(FLOAT, dOutAt + c * 4L));
        }
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
        for (int c = 0; c < channels; c++) {
            float gradient = dOut.get(FLOAT, dOutAt + c * 4L) * share;
            for (int y = 0; y < rows; y++) {
                long at = dInAt + c * 4L + y * dInRowStride;
                for (int x = 0; x < columns; x++, at += pixelStride) {
                    dIn.set(FLOAT, at, dIn.get(FLOAT, at) + gradient);
                }
            }
        }
    }
}
