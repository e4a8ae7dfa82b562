package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Conversions between planes, {@code [N, C, H, W]} in some storage, and pixels, a tensor {@code [N, H, W, C]}, by blocks of
 * some channels of some neighbouring pixels that fit the first-level cache.
 */
final class LayoutCall {
    private static final Pool<LayoutCall> POOL = new Pool<>(LayoutCall::new);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int BLOCK = 4096;

    /** Channels of a block where more pixels fit beside them: each then fills whole cache lines. */
    private static final int CHANNELS = 64;

    private final float[] block = new float[BLOCK];
    private int channels;
    private long plane;
    private int blockPixels;
    private int blockChannels;

    private LayoutCall() {}

    private enum Direction {
        TO_PIXELS,
        TO_PLANES
    }

    static <T> void toPixels(Floats<T> floats, T planes, Tensor pixels) {
        run(Direction.TO_PIXELS, floats, planes, pixels);
    }

    static <T> void toPlanes(Tensor pixels, Floats<T> floats, T planes) {
        run(Direction.TO_PLANES, floats, planes, pixels);
    }

    private static <T> void run(Direction direction, Floats<T> floats, T planes, Tensor pixels) {
        if (pixels.shape().elements() == 0) {
            return;
        }
        LayoutCall call = POOL.acquire();
        try {
            call.convert(direction, floats, planes, pixels);
        } finally {
            POOL.release(call);
        }
    }

    private <T> void convert(Direction direction, Floats<T> floats, T planes, Tensor pixels) {
        Shape shape = pixels.shape();
        channels = shape.dimension(3);
        plane = (long) shape.dimension(1) * shape.dimension(2);
        int lines = pixels.isDense() ? 1 : shape.dimension(1);
        long line = plane / lines;
        blockPixels = (int) Math.min(line, BLOCK / Math.min(channels, CHANNELS));
        blockChannels = Math.min(channels, BLOCK / blockPixels);
        for (int image = 0; image < shape.dimension(0); image++) {
            for (int y = 0; y < lines; y++) {
                long index = (long) image * channels * plane + y * line;
                convert(direction, floats, planes, index, pixels.segment(), pixels.at(image, y, 0), line);
            }
        }
    }

    /** Converts {@code line} neighbouring pixels, the first of which has the given index in the first plane. */
    private <T> void convert(
            Direction direction,
            Floats<T> floats,
            T planes,
            long index,
            MemorySegment pixels,
            long pixelsAt,
            long line) {
        for (long first = 0; first < line; first += blockPixels) {
            int pixelCount = (int) Math.min(blockPixels, line - first);
            for (int channel = 0; channel < channels; channel += blockChannels) {
                int channelCount = Math.min(blockChannels, channels - channel);
                long from = index + channel * plane + first;
                long at = pixelsAt + (first * channels + channel) * Float.BYTES;
                if (direction == Direction.TO_PIXELS) {
                    read(floats, planes, from, channelCount, pixelCount);
                    scatter(channelCount, pixelCount, pixels, at);
                } else {
                    gather(channelCount, pixelCount, pixels, at);
                    write(floats, planes, from, channelCount, pixelCount);
                }
            }
        }
    }

    private <T> void read(Floats<T> floats, T planes, long index, int channelCount, int pixelCount) {
        if (pixelCount == plane) {
            floats.read(planes, index, block, 0, channelCount * pixelCount);
            return;
        }
        for (int channel = 0; channel < channelCount; channel++) {
            floats.read(planes, index + channel * plane, block, channel * pixelCount, pixelCount);
        }
    }

    private <T> void write(Floats<T> floats, T planes, long index, int channelCount, int pixelCount) {
        if (pixelCount == plane) {
            floats.write(block, 0, planes, index, channelCount * pixelCount);
            return;
        }
        for (int channel = 0; channel < channelCount; channel++) {
            floats.write(block, channel * pixelCount, planes, index + channel * plane, pixelCount);
        }
    }

    /** The inner loop runs along the longer side of the block. */
    private void scatter(int channelCount, int pixelCount, MemorySegment pixels, long at) {
        long pixelBytes = 4L * channels;
        if (channelCount < pixelCount) {
            scatter(channelCount, pixelCount, pixelCount, 1, pixels, at, 4, pixelBytes);
        } else {
            scatter(pixelCount, channelCount, 1, pixelCount, pixels, at, pixelBytes, 4);
        }
    }

    private void scatter(
            int outer,
            int inner,
            int step,
            int innerStep,
            MemorySegment pixels,
            long at,
            long stride,
            long innerStride) {
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < inner; j++) {
                pixels.set(FLOAT, at + i * stride + j * innerStride, block[i * step + j * innerStep]);
            }
        }
    }

    private void gather(int channelCount, int pixelCount, MemorySegment pixels, long at) {
        long pixelBytes = 4L * channels;
        if (channelCount < pixelCount) {
            gather(channelCount, pixelCount, pixelCount, 1, pixels, at, 4, pixelBytes);
        } else {
            gather(pixelCount, channelCount, 1, pixelCount, pixels, at, pixelBytes, 4);
        }
    }

    private void gather(
            int outer,
            int inner,
            int step,
            int innerStep,
            MemorySegment pixels,
            long at,
            long stride,
            long innerStride) {
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < inner; j++) {
                block[i * step + j * innerStep] = pixels.get(FLOAT, at + i * stride + j * innerStride);
            }
        }
    }
}
