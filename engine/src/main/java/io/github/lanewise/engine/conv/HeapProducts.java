package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.WinogradTransform;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link PointProducts} by a {@link HeapKernel}; the filters are copied to the heap, one panel at a time. */
final class HeapProducts implements PointProducts {

    private final KernelSet kernels;
    private final int channels;
    private final int plane;
    private final float[] transformed;
    private final float[] panel;

    HeapProducts(KernelSet kernels, int points, int tiles, int channels) {
        this.kernels = kernels;
        HeapKernel kernel = kernel();
        this.channels = channels;
        plane = WinogradBlock.apart(kernel.roundedRows(tiles) * channels);
        transformed = new float[points * plane];
        panel = new float[channels * kernel.columns()];
    }

    private HeapKernel kernel() {
        return kernels.onHeap();
    }

    @Override
    public int columns() {
        return kernel().columns();
    }

    @Override
    public int roundedRows(int tiles) {
        return kernel().roundedRows(tiles);
    }

    @Override
    public void put(
            WinogradTransform transform, float[] in, int inAt, int step, int firstPoint, int firstTile, int tiles) {
        int at = firstPoint * plane + firstTile * channels;
        transform.input(in, inAt, channels, channels, tiles, step, transformed, at, plane);
    }

    @Override
    public void multiply(WinogradFilters filters, int point, int filterPanel, int tiles, float[] products, int at) {
        long from = filters.at(point, filterPanel, 0);
        MemorySegment.copy(filters.segment(), ValueLayout.JAVA_FLOAT, from, panel, 0, panel.length);
        HeapKernel kernel = kernel();
        int rows = kernel.roundedRows(tiles);
        kernel.product(transformed, point * plane, channels, rows, channels, panel, products, at);
    }
}
