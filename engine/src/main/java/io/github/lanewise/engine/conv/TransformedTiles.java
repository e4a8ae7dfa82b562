package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.StripKernel;
import io.github.lanewise.engine.kernel.TileKernel;
import io.github.lanewise.engine.kernel.WinogradTransform;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A block of input tiles in the Winograd domain, V: for each point a matrix of one row per tile and one column per input
 * channel, in the kind of memory that the tile kernel reads; and the products of these matrices with the filters.
 */
final class TransformedTiles {

    /** The most rows of a panel that one step of a product passes over: what fits the first-level cache. */
    private static final int STEP = Integer.getInteger("w.step", 256);

    private final TileKernel kernel;
    private final int channels;
    private final int plane;
    private final int[] rowsAt;
    private final long[] nativeRowsAt;
    private final float[] floats;
    private final MemorySegment segment;
    private final float[] panel;
    private final float[] zeros;

    TransformedTiles(TileKernel kernel, int points, int tiles, int channels) {
        this.kernel = kernel;
        this.channels = channels;
        plane = WinogradBlock.apart(tiles * channels);
        rowsAt = new int[tiles];
        nativeRowsAt = new long[tiles];
        zeros = new float[kernel.rows() * kernel.columns()];
        boolean onHeap = kernel instanceof StripKernel;
        floats = new float[onHeap ? points * plane : 0];
        panel = new float[onHeap ? Math.min(STEP, channels) * kernel.columns() : 0];
        segment = onHeap ? MemorySegment.NULL : Arena.ofAuto().allocate(4L * points * plane, 64);
    }

    /** Makes room for so many tiles; further rows of a register tile repeat the last of them. */
    void begin(int count) {
        for (int r = 0; r < rowsAt.length; r++) {
            rowsAt[r] = Math.min(r, count - 1) * channels;
            nativeRowsAt[r] = 4L * rowsAt[r];
        }
    }

    /** Transforms the channels of one row of points of a tile, which lie {@code inStride} floats apart. */
    void put(WinogradTransform transform, float[] in, int inAt, int inStride, int firstPoint, int tile) {
        int at = firstPoint * plane + tile * channels;
        switch (kernel) {
            case StripKernel _ -> transform.input(in, inAt, inStride, channels, floats, at, plane);
            case InPlaceKernel _ -> transform.input(in, inAt, inStride, channels, segment, 4L * at, 4L * plane);
        }
    }

    /** The product of the first {@code tileRows} register tiles of a point with a panel of its filters. */
    void multiply(WinogradFilters filters, int point, int filterPanel, int tileRows, float[] products, int at) {
        int size = zeros.length;
        for (int c = 0; c < channels; c += STEP) {
            int count = Math.min(STEP, channels - c);
            long panelAt = filters.at(point, filterPanel, c);
            switch (kernel) {
                case StripKernel onStrip -> {
                    int length = count * kernel.columns();
                    MemorySegment.copy(filters.segment(), ValueLayout.JAVA_FLOAT, panelAt, panel, 0, length);
                    multiply(onStrip, point * plane + c, count, tileRows, c == 0, products, at, size);
                }
                case InPlaceKernel inPlace ->
                    multiply(
                            inPlace,
                            4L * (point * plane + c),
                            count,
                            filters.segment(),
                            panelAt,
                            tileRows,
                            c == 0,
                            products,
                            at,
                            size);
            }
        }
    }

    private void multiply(
            StripKernel onStrip,
            int offset,
            int count,
            int tileRows,
            boolean first,
            float[] products,
            int at,
            int size) {
        for (int tile = 0; tile < tileRows; tile++) {
            int to = at + tile * size;
            float[] start = first ? zeros : products;
            onStrip.accumulate(
                    floats,
                    rowsAt,
                    tile * kernel.rows(),
                    offset,
                    0,
                    1,
                    count,
                    panel,
                    start,
                    first ? 0 : to,
                    products,
                    to);
        }
    }

    private void multiply(
            InPlaceKernel inPlace,
            long offset,
            int count,
            MemorySegment filters,
            long panelAt,
            int tileRows,
            boolean first,
            float[] products,
            int at,
            int size) {
        for (int tile = 0; tile < tileRows; tile++) {
            int to = at + tile * size;
            float[] start = first ? zeros : products;
            inPlace.accumulate(
                    segment,
                    nativeRowsAt,
                    tile * kernel.rows(),
                    offset,
                    0,
                    1,
                    count,
                    filters,
                    panelAt,
                    start,
                    first ? 0 : to,
                    products,
                    to);
        }
    }
}
