package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * How the pixels of a tensor {@code [..., C]} are cut into blocks, each some consecutive rows: those of images, or 64 pixels
 * each where there are none. The cut follows from the shape alone, so partial sums of blocks do not depend on who computes
 * them, nor on physical padding.
 */
final class PixelBlocks {
    private static final int BLOCK_FLOATS = 1 << 14;
    private static final int ROW_PIXELS = 64;

    private int channels;
    private long pixels;
    private int rowPixels;
    private int rowsPerImage;
    private int rows;
    private int rowsPerBlock;
    private boolean images;
    private int rowRounds;
    private int rowRest;
    private int lastRounds;
    private int lastRest;

    /** Cuts a shape with elements, for sums with as many lanes. */
    void reset(Shape shape, int period) {
        channels = shape.dimension(shape.rank() - 1);
        pixels = shape.elements() / channels;
        images = shape.rank() == 4;
        rowPixels = images ? shape.dimension(2) : ROW_PIXELS;
        rowsPerImage = images ? shape.dimension(1) : Integer.MAX_VALUE;
        rows = Math.toIntExact(Math.ceilDiv(pixels, rowPixels));
        int rowFloats = Math.multiplyExact(rowPixels, channels);
        rowsPerBlock = Math.max(1, BLOCK_FLOATS / rowFloats);
        rowRounds = rowFloats / period;
        rowRest = rowFloats % period;
        int lastFloats = pixels(rows - 1, rows) * channels;
        lastRounds = lastFloats / period;
        lastRest = lastFloats % period;
    }

    int channels() {
        return channels;
    }

    long pixels() {
        return pixels;
    }

    int count() {
        return Math.ceilDiv(rows, rowsPerBlock);
    }

    int firstRow(int block) {
        return block * rowsPerBlock;
    }

    /** Behind the last row of a block. */
    int endRow(int block) {
        return Math.min(rows, firstRow(block) + rowsPerBlock);
    }

    /** Of the rows from one to before another; only the last row of all may be shorter than the others. */
    int pixels(int fromRow, int toRow) {
        return (int) (Math.min(pixels, (long) toRow * rowPixels) - (long) fromRow * rowPixels);
    }

    /** How many elements of the rows from one to before another belong to a lane; every row begins with lane 0. */
    int laneElements(int lane, int fromRow, int toRow) {
        int full = toRow - fromRow;
        int count = 0;
        if (toRow == rows) {
            full--;
            count = lastRounds + (lane < lastRest ? 1 : 0);
        }
        return count + full * rowRounds + (lane < rowRest ? full : 0);
    }

    /** Whether dense rows may be treated as one span: then too each begins with lane 0. */
    boolean joinsRows() {
        return rowRest == 0;
    }

    /** The byte of a row in the segment of a tensor. */
    long at(Tensor tensor, int row) {
        return images ? tensor.at(row / rowsPerImage, row % rowsPerImage, 0) : 4L * row * rowPixels * channels;
    }
}
