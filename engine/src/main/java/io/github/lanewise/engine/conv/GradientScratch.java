package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.Pool;
import java.util.Arrays;

/** What a weight gradient is computed in. All convolutions draw from one pool, so that a thousand layers need it once. */
final class GradientScratch {

    /** Without room for anything. */
    static final GradientScratch NONE = new GradientScratch();

    private static final Pool<GradientScratch> POOL = new Pool<>(GradientScratch::new);

    private static final double[] NO_SUMS = {};

    private Lane[] lanes = {};
    private double[][] totals = {};

    private GradientScratch() {}

    /** The scratch of one worker. */
    static final class Lane {
        private final GradientStrip strip = new GradientStrip();
        private final GradientTiles tiles = new GradientTiles();
        private final FilterGradient filterGradient = new FilterGradient();
        private float[] sums = {};
        private float[] filters = {};

        GradientStrip strip() {
            return strip;
        }

        GradientTiles tiles() {
            return tiles;
        }

        FilterGradient filterGradient() {
            return filterGradient;
        }

        /** The sums of a block, of one chain. */
        float[] sums() {
            return sums;
        }

        /** The filters of a panel, before they are written. */
        float[] filters() {
            return filters;
        }
    }

    static GradientScratch acquire() {
        return POOL.acquire();
    }

    void release() {
        if (this != NONE) {
            POOL.release(this);
        }
    }

    /**
     * Makes room.
     *
     * @param kept how many sums of a block are kept at a time
     * @param sums of the largest block
     * @param filters the weights of the largest panel
     */
    void prepare(int threads, int kept, int sums, int filters) {
        lanes = lanes.length < threads ? grown(lanes, threads) : lanes;
        for (int i = 0; i < threads; i++) {
            lanes[i].sums = grown(lanes[i].sums, sums);
            lanes[i].filters = grown(lanes[i].filters, filters);
        }
        if (totals.length < kept) {
            int old = totals.length;
            totals = Arrays.copyOf(totals, kept);
            Arrays.fill(totals, old, kept, NO_SUMS);
        }
        for (int i = 0; i < kept; i++) {
            totals[i] = totals[i].length < sums ? new double[sums] : totals[i];
        }
    }

    Lane lane(int index) {
        return lanes[index];
    }

    /** The sums of a block over many chains. */
    double[] total(int index) {
        return totals[index];
    }

    private static Lane[] grown(Lane[] lanes, int count) {
        Lane[] more = Arrays.copyOf(lanes, count);
        for (int i = lanes.length; i < count; i++) {
            more[i] = new Lane();
        }
        return more;
    }

    private static float[] grown(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }
}
