package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.WinogradTransform;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** {@link PointProducts} by an {@link InPlaceKernel}, with everything but the results in native memory. */
final class NativeProducts implements PointProducts {

    /** The most rows of a panel in a step: what leaves room for the rows of V in the first-level cache. */
    private static final int STEP = 128;

    private final KernelSet kernels;
    private final int outChannels;
    private final int channels;
    private final int plane;
    private final long[] rowsAt;
    private final MemorySegment transformed;
    private final float[] zeros;

    NativeProducts(KernelSet kernels, int outChannels, int points, int tiles, int channels) {
        this.kernels = kernels;
        this.outChannels = outChannels;
        InPlaceKernel kernel = kernel();
        this.channels = channels;
        rowsAt = new long[roundedRows(tiles)];
        for (int r = 0; r < rowsAt.length; r++) {
            rowsAt[r] = 4L * r * channels;
        }
        plane = WinogradBlock.apart(rowsAt.length * channels);
        transformed = Arena.ofAuto().allocate(4L * points * plane, 64);
        zeros = new float[kernel.rows() * kernel.columns()];
    }

    /** In place, wherever there is no kernel for products on the heap. */
    private InPlaceKernel kernel() {
        return Objects.requireNonNull(kernels.inPlace(outChannels));
    }

    @Override
    public int columns() {
        return kernel().columns();
    }

    @Override
    public int roundedRows(int tiles) {
        return Math.ceilDiv(tiles, kernel().rows()) * kernel().rows();
    }

    @Override
    public void put(
            WinogradTransform transform, float[] in, int inAt, int step, int firstPoint, int firstTile, int tiles) {
        long at = 4L * (firstPoint * plane + firstTile * channels);
        transform.input(in, inAt, channels, channels, tiles, step, transformed, at, 4L * plane);
    }

    @Override
    public void multiply(WinogradFilters filters, int point, int panel, int tiles, float[] products, int at) {
        InPlaceKernel kernel = kernel();
        for (int c = 0; c < channels; c += STEP) {
            int k = Math.min(STEP, channels - c);
            long panelAt = filters.at(point, panel, c);
            for (int row = 0; row < tiles; row += kernel.rows()) {
                int to = at + row * kernel.columns();
                kernel.accumulate(
                        transformed,
                        rowsAt,
                        row,
                        4L * (point * plane + c),
                        0,
                        1,
                        k,
                        filters.segment(),
                        panelAt,
                        c == 0 ? zeros : products,
                        c == 0 ? 0 : to,
                        products,
                        to);
            }
        }
    }
}
