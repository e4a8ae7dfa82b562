package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The three stages of a block of tiles, with the scratch of one worker. */
final class WinogradBlock {

    private static final int LINE = 16;

    private final WinogradFilters filters;
    private final TileRows rows;
    private final PointProducts points;
    private final WinogradStore store;
    private final int pointCount;
    private final int tiles;

    /** Panels whose products are stored together. */
    private final int panelsTogether;

    private final int panelFloats;
    private final int plane;
    private final float[] products;

    WinogradBlock(WinogradPlan plan, int tiles, int panelsTogether) {
        this.filters = plan.filters();
        this.tiles = tiles;
        this.panelsTogether = panelsTogether;
        rows = new TileRows(plan, filters.geometry().inChannels());
        points = plan.newProducts(tiles);
        store = new WinogradStore(plan, tiles);
        pointCount = plan.points();
        panelFloats = points.roundedRows(tiles) * points.columns();
        plane = apart(panelsTogether * panelFloats);
        products = new float[pointCount * plane];
    }

    /** A distance of at least so many floats at which planes do not share the sets of a cache. */
    static int apart(int floats) {
        return (Math.ceilDiv(floats, LINE) | 1) * LINE;
    }

    /** The most tiles of a block. */
    int tiles() {
        return tiles;
    }

    /** Computes the output channels of the panels [panelFrom, panelTo) for {@code count} tiles from the given one on. */
    void compute(
            WinogradGrid grid,
            Tensor input,
            @Nullable Tensor residual,
            Tensor output,
            int first,
            int count,
            int panelFrom,
            int panelTo) {
        rows.transform(grid, input, first, count, points);
        store.begin(grid, first, count, output, residual);
        for (int from = panelFrom; from < panelTo; from += panelsTogether) {
            int to = Math.min(from + panelsTogether, panelTo);
            for (int point = 0; point < pointCount; point++) {
                for (int panel = from; panel < to; panel++) {
                    int at = point * plane + (panel - from) * panelFloats;
                    points.multiply(filters, point, panel, count, products, at);
                }
            }
            store.store(
                    products,
                    plane,
                    panelFloats,
                    from,
                    to,
                    output.segment(),
                    residual == null ? null : residual.segment());
        }
    }
}
