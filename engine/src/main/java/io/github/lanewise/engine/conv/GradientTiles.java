package io.github.lanewise.engine.conv;

import static io.github.lanewise.engine.conv.GradientTileBlock.OUTPUTS;
import static io.github.lanewise.engine.conv.GradientTileBlock.POINTS;
import static io.github.lanewise.engine.conv.GradientTileBlock.SIDE;

import io.github.lanewise.engine.kernel.GradientTransform;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.kernel.WinogradTransform;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * Some tiles in the Winograd domain, for the gradient of filters: those of the input, {@code Bᵀ d B}, as
 * {@code [point, tile, channel]}, and those of the output's gradient, {@code A dY Aᵀ}, as {@code [point, panel, tile, column]}. The
 * scratch of one worker.
 *
 * <p>Neighbouring tiles of one row of them are transformed together, along image columns first. Pixels beyond the padding of the
 * convolution, or beyond the output, count as zeros.
 */
final class GradientTiles {

    /** Floats of a strip of pixels; what fits the first-level cache with its transform. No bit depends on it. */
    private static final int FLOATS = 4096;

    private float[] strip = {};
    private float[] half = {};
    private float[] inputs = {};
    private float[] gradients = {};
    private int[] at = {};
    private int count;
    private int inputPlane;
    private int gradientPlane;

    /** Transforms {@code newCount} tiles from the given one on. */
    void take(
            KernelSet kernels,
            GradientTileBlock block,
            WinogradGrid grid,
            Tensor input,
            Tensor outputGradient,
            int first,
            int newCount) {
        count = newCount;
        prepare(block);
        int widest = Math.max(block.ins(), block.roundedOuts());
        int mostTiles = Math.max(1, (FLOATS / (widest * SIDE) - 2) / OUTPUTS);
        for (int done = 0; done < count; ) {
            int tile = first + done;
            int run = Math.min(Math.min(count - done, mostTiles), grid.columns() - grid.column(tile));
            takeInput(kernels, block, grid, input, tile, run, done);
            takeGradients(kernels, block, grid, outputGradient, tile, run, done);
            done += run;
        }
    }

    private void prepare(GradientTileBlock block) {
        int widest = Math.max(block.ins(), block.roundedOuts());
        int pixels = Math.max(FLOATS, widest * SIDE * SIDE);
        strip = grown(strip, pixels);
        half = grown(half, pixels);
        inputPlane = WinogradBlock.apart(count * block.ins() + block.rows());
        inputs = grown(inputs, POINTS * inputPlane);
        gradientPlane = WinogradBlock.apart(count * block.roundedOuts());
        gradients = grown(gradients, POINTS * gradientPlane);
        at = at.length < count ? new int[count] : at;
        for (int tile = 0; tile < count; tile++) {
            at[tile] = tile * block.ins();
        }
    }

    private void takeInput(
            KernelSet kernels, GradientTileBlock block, WinogradGrid grid, Tensor input, int tile, int run, int to) {
        Padding padding = grid.geometry().padding();
        int y = grid.row(tile) * OUTPUTS - padding.top();
        int x = grid.column(tile) * OUTPUTS - padding.left();
        int rows = Math.min(SIDE, input.shape().dimension(1) + padding.bottom() - y);
        int wanted = run * OUTPUTS + 2;
        int pixels = Math.min(wanted, input.shape().dimension(2) + padding.right() - x);
        int line = wanted * block.ins();
        long from = input.at(grid.image(tile), y, x) + 4L * block.firstIn();
        copy(input, from, block.ins(), block.ins(), rows, pixels, SIDE, line);
        WinogradTransform transform = kernels.winograd(OUTPUTS);
        transform.input(strip, 0, line, line, 1, 0, half, 0, line);
        int ins = block.ins();
        for (int i = 0; i < SIDE; i++) {
            int target = i * SIDE * inputPlane + to * ins;
            transform.input(half, i * line, ins, ins, run, OUTPUTS * ins, inputs, target, inputPlane);
        }
    }

    private void takeGradients(
            KernelSet kernels,
            GradientTileBlock block,
            WinogradGrid grid,
            Tensor outputGradient,
            int tile,
            int run,
            int to) {
        int y = grid.row(tile) * OUTPUTS;
        int x = grid.column(tile) * OUTPUTS;
        int rows = Math.min(OUTPUTS, grid.outputHeight() - y);
        int wanted = run * OUTPUTS;
        int pixels = Math.min(wanted, grid.outputWidth() - x);
        int outs = block.roundedOuts();
        int line = wanted * outs;
        long from = outputGradient.at(grid.image(tile), y, x) + 4L * block.firstOut();
        copy(outputGradient, from, block.outs(), outs, rows, pixels, OUTPUTS, line);
        GradientTransform transform = kernels.gradientTransform();
        transform.transform(strip, 0, line, line, 1, 0, half, 0, line);
        int columns = block.columns();
        for (int i = 0; i < SIDE; i++) {
            for (int panel = 0; panel < block.panels(); panel++) {
                int pixel = i * line + panel * columns;
                int target = i * SIDE * gradientPlane + (panel * count + to) * columns;
                transform.transform(half, pixel, outs, columns, run, OUTPUTS * outs, gradients, target, gradientPlane);
            }
        }
    }

    /** Copies rows of pixels to the strip, and zeros where there are none. */
    private void copy(Tensor tensor, long from, int channels, int apart, int rows, int pixels, int allRows, int line) {
        for (int row = 0; row < rows; row++) {
            int to = row * line;
            long pixel = from + row * tensor.rowBytes();
            GradientStrip.copy(tensor, pixel, tensor.shape().dimension(3), channels, pixels, strip, to, apart);
            Arrays.fill(strip, to + pixels * apart, to + line, 0);
        }
        Arrays.fill(strip, rows * line, allRows * line, 0);
    }

    /** Adds the products of all tiles to the sums of a block; {@code begin} lets them begin at these zeros. */
    void accumulate(PixelKernel kernel, GradientTileBlock block, boolean begin, float[] zeros, float[] sums) {
        int tileSums = block.rows() * block.columns();
        for (int point = 0; point < POINTS; point++) {
            for (int panel = 0; panel < block.panels(); panel++) {
                int panelAt = point * gradientPlane + panel * count * block.columns();
                int offset = point * inputPlane;
                int sum = panel * block.panelSums() + point * block.pointSums();
                int end = sum + block.pointSums();
                for (; sum < end; sum += tileSums, offset += block.rows()) {
                    float[] start = begin ? zeros : sums;
                    kernel.accumulate(count, inputs, at, offset, gradients, panelAt, start, begin ? 0 : sum, sums, sum);
                }
            }
        }
    }

    private static float[] grown(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }
}
