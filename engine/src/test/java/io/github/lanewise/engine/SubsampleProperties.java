package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SubsampleProperties {
    private static final Workers ALONE = Workers.single();

    @Property
    void everyStridethPixelLiesBetweenZeros(
            @ForAll(supplier = Operands.Any.class) Operands x,
            @ForAll @IntRange(min = 1, max = 4) int stride,
            @ForAll @IntRange(max = 20) int before,
            @ForAll @IntRange(max = 20) int after) {
        int rank = x.shape().rank();
        if (rank != 2 && rank != 4) {
            return;
        }
        int[] dimensions = x.shape().toArray();
        dimensions[rank - 1] += before + after;
        for (int axis = 1; axis < rank - 1; axis++) {
            dimensions[axis] = Math.ceilDiv(dimensions[axis], stride);
        }
        Shape shape = Shape.of(dimensions);
        try (Arena arena = Arena.ofConfined()) {
            Tensor in = Tensor.allocate(arena, x.shape(), x.aPadding()).copyFrom(x.a());
            Tensor out = Frames.painted(Tensor.allocate(arena, shape, x.outPadding()));
            Elementwise.subsamplePadChannels(stride, before, in, out, ALONE);
            assertThat(out.toArray()).isEqualTo(expected(in, stride, before, shape));
            Frames.assertFrameIsPainted(out);
        }
    }

    @Example
    void everyNumberOfThreadsGivesTheSameBits() {
        Shape shape = Shape.of(4, 32, 33, 70);
        try (Arena arena = Arena.ofShared();
                Workers workers = Workers.of(3)) {
            Tensor in = Tensor.allocate(arena, Shape.of(4, 64, 65, 64), Padding.of(1))
                    .fill(2);
            Tensor out = Tensor.allocate(arena, shape);
            Elementwise.subsamplePadChannels(2, 3, in, out, workers);
            assertThat(out.toArray()).isEqualTo(expected(in, 2, 3, shape));
        }
    }

    @Example
    void rejectsWhatDoesNotFit() {
        Tensor in = Tensor.of(new float[2 * 5 * 3 * 4], 2, 5, 3, 4);
        assertThatThrownBy(() -> subsample(2, 1, in, 2, 2, 2, 6))
                .isInstanceOf(ShapeException.class)
                .hasMessage("a zero-padded shortcut with stride 2 and 1 channels before does not lead from [2, 5, 3, 4]"
                        + " to [2, 2, 2, 6]");
        subsample(2, 1, in, 2, 3, 2, 6);
        assertThatThrownBy(() -> subsample(2, 3, in, 2, 3, 2, 6)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> subsample(2, Integer.MAX_VALUE, in, 2, 3, 2, 6))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> subsample(2, 1, in, 1, 3, 2, 6)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> subsample(2, 1, in, 2, 6)).isInstanceOf(ShapeException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> subsample(0, 1, in, 2, 3, 2, 6));
        assertThatIllegalArgumentException().isThrownBy(() -> subsample(2, -1, in, 2, 3, 2, 6));
    }

    private static void subsample(int stride, int channelsBefore, Tensor in, int... shape) {
        Tensor out = Tensor.allocate(Arena.ofAuto(), shape);
        Elementwise.subsamplePadChannels(stride, channelsBefore, in, out, ALONE);
    }

    private static float[] expected(Tensor in, int stride, int before, Shape shape) {
        Tensor out = Tensor.allocate(Arena.ofAuto(), shape);
        int[] index = new int[shape.rank()];
        int channels = in.shape().dimension(shape.rank() - 1);
        for (long element = 0; element < shape.elements(); element++) {
            int channel = index[shape.rank() - 1] - before;
            if (channel >= 0 && channel < channels) {
                int[] from = index.clone();
                for (int axis = 1; axis < shape.rank() - 1; axis++) {
                    from[axis] *= stride;
                }
                from[shape.rank() - 1] = channel;
                out.set(in.get(from), index);
            }
            advance(index, shape);
        }
        return out.toArray();
    }

    private static void advance(int[] index, Shape shape) {
        for (int axis = shape.rank() - 1; axis >= 0 && ++index[axis] == shape.dimension(axis); axis--) {
            index[axis] = 0;
        }
    }
}
