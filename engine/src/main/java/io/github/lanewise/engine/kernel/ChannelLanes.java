package io.github.lanewise.engine.kernel;

import java.util.Arrays;

/**
 * What batch norm keeps for every channel, repeated for as many lanes as its kernels work on: lane i belongs to channel
 * {@code i % channels}. Spans of pixels begin at lane 0 and go round.
 *
 * <p>Sums have one chain for each of the first {@link #period} lanes, a number that follows from the channels alone and is a
 * multiple of every vector length. Functions of single elements go round all {@link #length} lanes, which is a longer way.
 */
public final class ChannelLanes {
    private static final int WIDEST_VECTOR = 16;
    private static final int LONG_ENOUGH = 1024;
    private static final int ARRAYS = 7;

    private final float[][] arrays = new float[ARRAYS][0];
    private int channels;
    private int period;
    private int length;

    /** Lanes for as many threads and channels, those given if they are enough; what they held is lost. */
    public static ChannelLanes[] forThreads(ChannelLanes[] given, int threads, int channels) {
        ChannelLanes[] enough = given;
        if (given.length < threads) {
            enough = new ChannelLanes[threads];
            Arrays.setAll(enough, i -> new ChannelLanes());
        }
        for (ChannelLanes lanes : enough) {
            lanes.reset(channels);
        }
        return enough;
    }

    /** Makes room for as many channels; what the lanes held is lost. */
    public void reset(int channelCount) {
        channels = channelCount;
        period = period(channelCount);
        length = Math.max(1, LONG_ENOUGH / period) * period;
        if (arrays[0].length < length) {
            for (int i = 0; i < ARRAYS; i++) {
                arrays[i] = new float[length];
            }
        }
    }

    /** The least common multiple of the channels and the longest vector. */
    static int period(int channels) {
        int common = WIDEST_VECTOR;
        while (channels % common != 0) {
            common /= 2;
        }
        return Math.multiplyExact(channels, WIDEST_VECTOR / common);
    }

    public int channels() {
        return channels;
    }

    public int period() {
        return period;
    }

    public int length() {
        return length;
    }

    /** Copies what stands in the lanes of the first pixel to those of all others. */
    public void repeat(float[] lanes) {
        for (int filled = channels; filled < length; filled *= 2) {
            System.arraycopy(lanes, 0, lanes, filled, Math.min(filled, length - filled));
        }
    }

    /** Sets the sums to 0. */
    public void clearSums() {
        Arrays.fill(sums(), 0, period, 0);
        Arrays.fill(products(), 0, period, 0);
    }

    /** What is subtracted first. */
    public float[] mean() {
        return arrays[0];
    }

    /** What the difference is multiplied by; and the gradient of the result, in that of x. */
    public float[] scale() {
        return arrays[1];
    }

    /** What is added to the product. */
    public float[] bias() {
        return arrays[2];
    }

    /** What the difference is multiplied by in the gradient of x. */
    public float[] differenceFactor() {
        return arrays[3];
    }

    /** What is added there. */
    public float[] summand() {
        return arrays[4];
    }

    /** Sums of differences or gradients. */
    public float[] sums() {
        return arrays[5];
    }

    /** Sums of squares or products. */
    public float[] products() {
        return arrays[6];
    }
}
