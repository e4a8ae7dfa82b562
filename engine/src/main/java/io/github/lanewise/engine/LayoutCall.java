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

    private final float[] planeBlock = new float[BLOCK];
    private final float[] pixelBlock = new float[BLOCK];
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
                    moveRuns(direction, floats, planes, from, channelCount, pixelCount);
                    transpose(planeBlock, channelCount, pixelCount, pixelBlock);
                    movePixels(direction, channelCount, pixelCount, pixels, at);
                } else {
                    movePixels(direction, channelCount, pixelCount, pixels, at);
                    transpose(pixelBlock, pixelCount, channelCount, planeBlock);
                    moveRuns(direction, floats, planes, from, channelCount, pixelCount);
                }
            }
        }
    }

    /** Moves a block, channel by channel, from the planes or to them. */
    private <T> void moveRuns(
            Direction direction, Floats<T> floats, T planes, long index, int channelCount, int pixelCount) {
        if (pixelCount == plane) {
            moveRun(direction, floats, planes, index, 0, channelCount * pixelCount);
            return;
        }
        for (int channel = 0; channel < channelCount; channel++) {
            moveRun(direction, floats, planes, index + channel * plane, channel * pixelCount, pixelCount);
        }
    }

    private <T> void moveRun(Direction direction, Floats<T> floats, T planes, long index, int blockAt, int count) {
        if (direction == Direction.TO_PIXELS) {
            floats.read(planes, index, planeBlock, blockAt, count);
        } else {
            floats.write(planeBlock, blockAt, planes, index, count);
        }
    }

    /** Moves a block, pixel by pixel, to the pixels or from them. */
    private void movePixels(Direction direction, int channelCount, int pixelCount, MemorySegment pixels, long at) {
        if (channelCount == channels) {
            movePixel(direction, 0, channelCount * pixelCount, pixels, at);
            return;
        }
        for (int pixel = 0; pixel < pixelCount; pixel++) {
            movePixel(direction, pixel * channelCount, channelCount, pixels, at + 4L * pixel * channels);
        }
    }

    private void movePixel(Direction direction, int blockAt, int count, MemorySegment pixels, long at) {
        if (direction == Direction.TO_PIXELS) {
            MemorySegment.copy(pixelBlock, blockAt, pixels, FLOAT, at, count);
        } else {
            MemorySegment.copy(pixels, FLOAT, at, pixelBlock, blockAt, count);
        }
    }

    /** {@code [rows, columns]} to {@code [columns, rows]}, along the longer side. */
    private static void transpose(float[] from, int rows, int columns, float[] to) {
        if (rows < columns) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    to[column * rows + row] = from[row * columns + column];
                }
            }
            return;
        }
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                to[column * rows + row] = from[row * columns + column];
            }
        }
    }
}
