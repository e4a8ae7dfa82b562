package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Heap copies of some rows of output pixels: the input that lies under them, and their gradients as panels. The scratch of one
 * worker.
 */
final class GradientStrip {

    private float[] x = {};
    private int[] at = {};
    private float[] lines = {};
    private float[] panels = {};
    private int pixels;
    private int pitch;

    /** Floats of the strip from one row of x to the next. */
    static int pitch(GradientBlock block, int outputWidth) {
        ConvGeometry geometry = block.geometry();
        int extent = (geometry.kernelWidth() - 1) * geometry.dilationWidth() + 1;
        return ((outputWidth - 1) * geometry.strideWidth() + extent) * block.ins();
    }

    /** Rows of x that lie under {@code rows} rows of one image's output. */
    static int inputRows(ConvGeometry geometry, int rows) {
        return (rows - 1) * geometry.strideHeight() + (geometry.kernelHeight() - 1) * geometry.dilationHeight() + 1;
    }

    /**
     * Copies rows of output pixels, counted over all images, from row {@code first} on.
     *
     * @param input carries the padding of the geometry
     */
    void take(PixelKernel kernel, GradientBlock block, Tensor input, Tensor outputGradient, int first, int rows) {
        ConvGeometry geometry = block.geometry();
        int height = outputGradient.shape().dimension(1);
        int width = outputGradient.shape().dimension(2);
        pitch = pitch(block, width);
        pixels = rows * width;
        at = at.length < pixels ? new int[pixels] : at;
        boolean onePanel = block.outs() == block.columns();
        panels = grown(panels, block.panels() * pixels * block.columns());
        lines = grown(lines, onePanel ? 0 : pixels * block.outs() + block.columns());
        int inputRow = 0;
        for (int row = 0; row < rows; ) {
            int image = (first + row) / height;
            int y = (first + row) % height;
            int piece = Math.min(rows - row, height - y);
            takeInput(block, input, image, y, inputRow, inputRows(geometry, piece));
            takeGradients(
                    block, outputGradient, image, y, piece, onePanel ? panels : lines, row * width * block.outs());
            place(block, row, piece, width, inputRow);
            inputRow += inputRows(geometry, piece);
            row += piece;
        }
        for (int panel = 0; panel < block.panels() && !onePanel; panel++) {
            int columns = block.columns();
            kernel.pack(pixels, lines, panel * columns, block.outs(), panels, panel * pixels * columns);
        }
    }

    private void takeInput(GradientBlock block, Tensor input, int image, int y, int inputRow, int rows) {
        ConvGeometry geometry = block.geometry();
        int from = (inputRow + rows) * pitch + block.rows();
        if (x.length < from) {
            x = Arrays.copyOf(x, 2 * from);
        }
        for (int row = 0; row < rows; row++) {
            long pixel = input.at(
                            image,
                            y * geometry.strideHeight() - geometry.padding().top() + row,
                            -geometry.padding().left())
                    + 4L * block.firstIn();
            int to = (inputRow + row) * pitch;
            copy(input, pixel, geometry.inChannels(), block.ins(), pitch / block.ins(), x, to);
        }
    }

    private static void takeGradients(
            GradientBlock block, Tensor outputGradient, int image, int y, int rows, float[] target, int to) {
        int channels = outputGradient.shape().dimension(3);
        int width = outputGradient.shape().dimension(2);
        for (int row = 0; row < rows; row++) {
            long pixel = outputGradient.at(image, y + row, 0) + 4L * block.firstOut();
            copy(outputGradient, pixel, channels, block.outs(), width, target, to + row * width * block.outs());
        }
    }

    private static void copy(Tensor from, long pixel, int channels, int count, int pixels, float[] target, int to) {
        copy(from, pixel, channels, count, pixels, target, to, count);
    }

    /** Copies {@code count} of the channels of neighbouring pixels; the copies begin {@code apart} floats from each other. */
    static void copy(Tensor from, long pixel, int channels, int count, int pixels, float[] target, int to, int apart) {
        MemorySegment segment = from.segment();
        if (count == channels && count == apart) {
            MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, pixel, target, to, pixels * channels);
            return;
        }
        for (int i = 0; i < pixels; i++) {
            MemorySegment.copy(
                    segment, ValueLayout.JAVA_FLOAT, pixel + 4L * i * channels, target, to + i * apart, count);
        }
    }

    private void place(GradientBlock block, int row, int rows, int width, int inputRow) {
        ConvGeometry geometry = block.geometry();
        int step = geometry.strideWidth() * block.ins();
        for (int r = 0; r < rows; r++) {
            int from = (inputRow + r * geometry.strideHeight()) * pitch;
            int pixel = (row + r) * width;
            for (int i = 0; i < width; i++) {
                at[pixel + i] = from + i * step;
            }
        }
    }

    /** Adds the products of all pixels to the sums of a block; {@code begin} lets them begin at these zeros. */
    void accumulate(PixelKernel kernel, GradientBlock block, boolean begin, float[] zeros, float[] sums) {
        int tileSums = block.rows() * block.columns();
        int segments = block.segments();
        for (int panel = 0; panel < block.panels(); panel++) {
            int panelAt = panel * pixels * block.columns();
            for (int segment = 0; segment < segments; segment++) {
                int offset = block.segmentAt(segment, pitch);
                int tile = panel * block.panelSums() + segment * block.segmentSums();
                int end = tile + block.segmentSums();
                for (; tile < end; tile += tileSums, offset += block.rows()) {
                    float[] start = begin ? zeros : sums;
                    kernel.accumulate(pixels, x, at, offset, panels, panelAt, start, begin ? 0 : tile, sums, tile);
                }
            }
        }
    }

    private static float[] grown(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }
}
