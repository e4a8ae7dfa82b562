package io.github.lanewise.layers;

import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = scale * x + shift} for every channel, kept in float64 so that a chain of them is rounded once.
 *
 * <p>Batch norm in inference is one of these, and so is the bias of a convolution.
 */
public final class ChannelAffine {
    private final double[] scale;
    private final double[] shift;
    private final boolean biased;
    private final @Nullable BatchNorm2d batchNorm;

    private ChannelAffine(double[] scale, double[] shift, boolean biased, @Nullable BatchNorm2d batchNorm) {
        this.scale = scale;
        this.shift = shift;
        this.biased = biased || Arrays.stream(shift).anyMatch(s -> s != 0);
        this.batchNorm = batchNorm;
    }

    public static ChannelAffine of(int channels, IntToDoubleFunction scale, IntToDoubleFunction shift) {
        return of(channels, scale, shift, false);
    }

    private static ChannelAffine of(
            int channels, IntToDoubleFunction scale, IntToDoubleFunction shift, boolean biased) {
        return new ChannelAffine(
                IntStream.range(0, channels).mapToDouble(scale).toArray(),
                IntStream.range(0, channels).mapToDouble(shift).toArray(),
                biased,
                null);
    }

    /** What a batch norm does with its present parameters. */
    static ChannelAffine of(BatchNorm2d norm) {
        double[] scale = new double[norm.channels()];
        double[] shift = new double[norm.channels()];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = norm.weight().values().get(c)
                    / Math.sqrt(norm.runningVariance().values().get(c) + norm.epsilon());
            shift[c] = norm.bias().values().get(c) - norm.runningMean().values().get(c) * scale[c];
        }
        return new ChannelAffine(scale, shift, true, norm);
    }

    /** Scale 1 and the given shifts {@code [channels]}, or none. */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    public static ChannelAffine bias(int channels, @Nullable Tensor bias) {
        if (bias == null) {
            return of(channels, c -> 1, c -> 0);
        }
        return of(channels, c -> 1, bias::get, true);
    }

    public int channels() {
        return scale.length;
    }

    /** The batch norm that this was made from, which may have changed since; null if it was made from anything else. */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    public @Nullable BatchNorm2d batchNorm() {
        return batchNorm;
    }

    public double scale(int channel) {
        return scale[channel];
    }

    public double shift(int channel) {
        return shift[channel];
    }

    /** This one first, then the next: {@code next(this(x))}. */
    public ChannelAffine then(ChannelAffine next) {
        if (next.channels() != channels()) {
            throw new ShapeException(next.channels() + " channels after " + channels());
        }
        return of(
                channels(),
                c -> next.scale[c] * scale[c],
                c -> next.scale[c] * shift[c] + next.shift[c],
                biased || next.biased);
    }

    public boolean isIdentity() {
        return Arrays.stream(scale).allMatch(s -> s == 1) && !hasShift();
    }

    /** Whether there are shifts, be they all 0: a bias that somebody may set. */
    public boolean isBiased() {
        return biased;
    }

    /** Whether a shift is not 0. */
    public boolean hasShift() {
        return Arrays.stream(shift).anyMatch(s -> s != 0);
    }

    /** The scales rounded to float32, {@code [channels]}. */
    public Tensor scaleTensor(Arena arena) {
        return rounded(arena, scale);
    }

    /** The shifts rounded to float32, {@code [channels]}. */
    public Tensor shiftTensor(Arena arena) {
        return rounded(arena, shift);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelAffine that
                && Arrays.equals(scale, that.scale)
                && Arrays.equals(shift, that.shift);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(scale) + Arrays.hashCode(shift);
    }

    private static Tensor rounded(Arena arena, double[] values) {
        float[] floats = new float[values.length];
        for (int c = 0; c < floats.length; c++) {
            floats[c] = (float) values[c];
        }
        return Tensor.of(arena, floats, floats.length);
    }
}
