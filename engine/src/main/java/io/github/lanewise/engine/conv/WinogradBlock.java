package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The three stages of a block of tiles, with the scratch of one worker. */
final class WinogradBlock {

    private static final int LINE = 16;

    private final WinogradFilters filters;
    private final TileRows rows;
    private final TransformedTiles transformed;
    private final WinogradStore store;
    private final int points;
    private final int mr;
    private final int nr;
    private final int tiles;
    private final int panelsTogether;
    private final int plane;
    private final float[] products;

    WinogradBlock(WinogradPlan plan, int tiles, int panelsTogether) {
        this.filters = plan.filters();
        this.tiles = tiles;
        this.panelsTogether = panelsTogether;
        int channels = filters.geometry().inChannels();
        points = (filters.outputs() + 2) * (filters.outputs() + 2);
        mr = plan.kernel().rows();
        nr = plan.kernel().columns();
        rows = new TileRows(plan.transform(), channels);
        transformed = new TransformedTiles(plan.kernel(), points, tiles, channels);
        store = new WinogradStore(
                plan.transform(), plan.store(), plan.kernel(), plan.bias(), plan.lower(), plan.upper(), tiles);
        plane = apart(panelsTogether * tiles * nr);
        products = new float[points * plane];
    }

    /** A distance of at least so many floats at which planes do not share the sets of a cache. */
    static int apart(int floats) {
        return (Math.ceilDiv(floats, LINE) | 1) * LINE;
    }

    int tiles() {
        return tiles;
    }

    int panelsTogether() {
        return panelsTogether;
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
        int tileRows = Math.ceilDiv(count, mr);
        transformed.begin(count);
        rows.transform(grid, input, first, count, transformed);
        store.begin(grid, first, count, output, residual);
        int panelFloats = tiles * nr;
        for (int from = panelFrom; from < panelTo; from += panelsTogether) {
            int to = Math.min(from + panelsTogether, panelTo);
            for (int point = 0; point < points; point++) {
                for (int panel = from; panel < to; panel++) {
                    int at = point * plane + (panel - from) * panelFloats;
                    transformed.multiply(filters, point, panel, tileRows, products, at);
                }
            }
            for (int panel = from; panel < to; panel++) {
                store.store(
                        products,
                        (panel - from) * panelFloats,
                        plane,
                        Math.min(nr, filters.geometry().outChannels() - panel * nr),
                        4L * panel * nr,
                        output.segment(),
                        residual == null ? null : residual.segment());
            }
        }
    }
}
