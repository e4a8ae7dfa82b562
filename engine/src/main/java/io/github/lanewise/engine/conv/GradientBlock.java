package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.tensor.ConvGeometry;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of a weight gradient: some input channels by some output channels of a group, all taps. Its sums are register tiles
 * of {@code rows} by {@code columns}: {@code [panel, segment, tile, row, column]}. Columns are output channels, rows run along
 * a segment: the floats of x that lie side by side under a kernel row, or under one tap where kernels are dilated.
 *
 * @param firstIn the first input channel, counted over all groups; likewise {@code firstOut}
 */
record GradientBlock(ConvGeometry geometry, int firstIn, int ins, int firstOut, int outs, int rows, int columns)
        implements GradientSums {

    /** So that the pixels of a strip stay in the first-level cache. */
    private static final int MOST_INS = 64;

    /** So that the sums stay in the second-level cache. */
    private static final int MOST_SUMS = 40_000;

    /** Cuts the gradient of a geometry into blocks of equal channels, the last ones possibly smaller. */
    static GradientBlock[] all(ConvGeometry geometry, PixelKernel kernel) {
        int groups = geometry.groups();
        int groupIns = geometry.inChannels() / groups;
        int groupOuts = geometry.outChannels() / groups;
        int taps = geometry.kernelHeight() * geometry.kernelWidth();
        int ins = Math.ceilDiv(groupIns, Math.ceilDiv(groupIns, MOST_INS));
        int panels = Math.max(1, MOST_SUMS / (taps * ins * kernel.columns()));
        int outs = Math.min(groupOuts, panels * kernel.columns());
        List<GradientBlock> blocks = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            for (int out = 0; out < groupOuts; out += outs) {
                for (int in = 0; in < groupIns; in += ins) {
                    blocks.add(new GradientBlock(
                            geometry,
                            group * groupIns + in,
                            Math.min(ins, groupIns - in),
                            group * groupOuts + out,
                            Math.min(outs, groupOuts - out),
                            kernel.rows(),
                            kernel.columns()));
                }
            }
        }
        return blocks.toArray(GradientBlock[]::new);
    }

    private boolean joined() {
        return geometry.dilationWidth() == 1 || geometry.kernelWidth() == 1;
    }

    int taps() {
        return geometry.kernelHeight() * geometry.kernelWidth();
    }

    int segments() {
        return joined() ? geometry.kernelHeight() : taps();
    }

    /** Floats of a segment. */
    int segmentLength() {
        return joined() ? geometry.kernelWidth() * ins : ins;
    }

    int segmentSums() {
        return Math.ceilDiv(segmentLength(), rows) * rows * columns;
    }

    @Override
    public int panelSums() {
        return segments() * segmentSums();
    }

    /** Where a segment begins behind a pixel, in a strip with {@code pitch} floats from row to row. */
    int segmentAt(int segment, int pitch) {
        if (joined()) {
            return segment * geometry.dilationHeight() * pitch;
        }
        int kernelRow = segment / geometry.kernelWidth();
        int kernelColumn = segment % geometry.kernelWidth();
        return kernelRow * geometry.dilationHeight() * pitch + kernelColumn * geometry.dilationWidth() * ins;
    }

    /** Where float u of a segment belongs in a filter {@code [ins, taps]}. */
    int weight(int segment, int u) {
        int tap = joined() ? segment * geometry.kernelWidth() + u / ins : segment;
        return u % ins * taps() + tap;
    }
}
