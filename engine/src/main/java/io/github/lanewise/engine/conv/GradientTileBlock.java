package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.tensor.ConvGeometry;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of a weight gradient in the Winograd domain: some input channels by some output channels, all points. Its sums are
 * register tiles of {@code rows} by {@code columns}: {@code [panel, point, tile, row, column]}. Rows are input channels, columns
 * are output channels.
 *
 * @param firstIn the first input channel; likewise {@code firstOut}
 */
record GradientTileBlock(ConvGeometry geometry, int firstIn, int ins, int firstOut, int outs, int rows, int columns)
        implements GradientSums {

    /** Outputs along one axis of a tile. */
    static final int OUTPUTS = 4;

    /** Points along one axis of a tile. */
    static final int SIDE = OUTPUTS + 2;

    static final int POINTS = SIDE * SIDE;

    /** So that the sums stay near the second-level cache, and transforms cost little beside the products. */
    private static final int MOST_CHANNELS = 64;

    private static final int LINE = 16;

    /** Cuts the gradient of a geometry into blocks of equal channels, the last ones possibly smaller. */
    static GradientTileBlock[] all(ConvGeometry geometry, PixelKernel kernel) {
        int ins = channels(geometry.inChannels(), LINE);
        int outs = channels(geometry.outChannels(), kernel.columns());
        List<GradientTileBlock> blocks = new ArrayList<>();
        for (int out = 0; out < geometry.outChannels(); out += outs) {
            for (int in = 0; in < geometry.inChannels(); in += ins) {
                blocks.add(new GradientTileBlock(
                        geometry,
                        in,
                        Math.min(ins, geometry.inChannels() - in),
                        out,
                        Math.min(outs, geometry.outChannels() - out),
                        kernel.rows(),
                        kernel.columns()));
            }
        }
        return blocks.toArray(GradientTileBlock[]::new);
    }

    private static int channels(int all, int multiple) {
        int equal = Math.ceilDiv(all, Math.ceilDiv(all, MOST_CHANNELS));
        return Math.ceilDiv(equal, multiple) * multiple;
    }

    /** Output channels with those that fill up the last panel. */
    int roundedOuts() {
        return panels() * columns;
    }

    int pointSums() {
        return Math.ceilDiv(ins, rows) * rows * columns;
    }

    @Override
    public int panelSums() {
        return POINTS * pointSums();
    }
}
