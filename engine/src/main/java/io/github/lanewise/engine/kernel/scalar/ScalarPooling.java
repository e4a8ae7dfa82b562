package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.PoolingKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link PoolingKernels} in plain Java. */
final class ScalarPooling implements PoolingKernels {

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
        for (int c = 0; c < channels; c++) {
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
        for (int c = 0; c < channels; c++) {
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
}
