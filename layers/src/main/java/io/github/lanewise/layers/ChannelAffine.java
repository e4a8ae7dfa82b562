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

    private ChannelAffine(double[] scale, double[] shift) {
        this.scale = scale;
        this.shift = shift;
    }

    public static ChannelAffine of(int channels, IntToDoubleFunction scale, IntToDoubleFunction shift) {
        return new ChannelAffine(
                IntStream.range(0, channels).mapToDouble(scale).toArray(),
                IntStream.range(0, channels).mapToDouble(shift).toArray());
    }

    /** Scale 1 and the given shifts {@code [channels]}, or none. */
    public static ChannelAffine bias(int channels, @Nullable Tensor bias) {
        if (bias == null) {
            return of(channels, c -> 1, c -> 0);
        }
        return of(channels, c -> 1, bias::get);
    }

    public int channels() {
        return scale.length;
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
        return of(channels(), c -> next.scale[c] * scale[c], c -> next.scale[c] * shift[c] + next.shift[c]);
    }

    public boolean isIdentity() {
        return Arrays.stream(scale).allMatch(s -> s == 1) && !hasShift();
    }

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
