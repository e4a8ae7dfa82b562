package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.reference.ReferencePooling;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Specials;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingTest {
    private static final PoolGeometry STEM = PoolGeometry.of(3, 2).withPadding(1);
    private static final Workers ALONE = Workers.single();

    /** Large enough to be shared between threads. */
    private static final Shape LARGE = Shape.of(2, 56, 57, 67);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyNumberOfThreadsGivesTheSameBits(int threads) {
        float[] values = Problems.floats(1, (int) LARGE.elements());
        try (Arena arena = Arena.ofShared();
                Workers workers = Workers.of(threads)) {
            Tensor in = Tensor.allocate(arena, LARGE).copyFrom(values);
            Tensor windows = Tensor.allocate(arena, STEM.outputShape(LARGE));
            Pooling.max(STEM, in, windows, workers);
            assertThat(windows.toArray()).isEqualTo(ReferencePooling.max(STEM, LARGE, values));
            Pooling.average(STEM, true, in, windows, workers);
            assertThat(windows.toArray()).isEqualTo(ReferencePooling.average(STEM, true, LARGE, values));
            Tensor vectors = Tensor.allocate(arena, 2, 67);
            Pooling.globalAverage(in, vectors, workers);
            assertThat(vectors.toArray()).isEqualTo(ReferencePooling.globalAverage(LARGE, values));
        }
    }

    @Test
    void nanAndInfinitiesPropagate() {
        Shape shape = Shape.of(1, 9, 8, 33);
        float[] values = Problems.floats(2, (int) shape.elements());
        Specials.sprinkle(3, 9, Specials.notFinite(), Specials.sprinkle(4, 5, Specials.extreme(), values));
        Tensor in = Tensor.of(values, shape.toArray());
        Tensor out = Tensor.allocate(Arena.ofAuto(), STEM.outputShape(shape));
        Pooling.max(STEM, in, out, ALONE);
        assertThat(out.toArray()).isEqualTo(ReferencePooling.max(STEM, shape, values));
        Pooling.average(STEM, false, in, out, ALONE);
        assertThat(out.toArray()).isEqualTo(ReferencePooling.average(STEM, false, shape, values));
    }

    @Test
    void paddingNeverWinsAndIsCountedOnDemand() {
        Tensor in = Tensor.of(new float[] {-1, -2, -3, -4}, 1, 2, 2, 1);
        PoolGeometry geometry = PoolGeometry.of(2, 2).withPadding(1);
        Tensor out = Tensor.of(new float[4], 1, 2, 2, 1);
        Pooling.max(geometry, in, out, ALONE);
        assertThat(out.toArray()).containsExactly(-1, -2, -3, -4);
        Pooling.average(geometry, true, in, out, ALONE);
        assertThat(out.toArray()).containsExactly(-0.25f, -0.5f, -0.75f, -1);
    }

    @Test
    void nothingComesOfNoImages() {
        Tensor none = Tensor.of(new float[0], 0, 4, 4, 3);
        Pooling.max(STEM, none, Tensor.of(new float[0], 0, 2, 2, 3), ALONE);
        Pooling.globalAverage(none, Tensor.of(new float[0], 0, 3), ALONE);
        Pooling.globalMax(Tensor.of(new float[0], 2, 4, 4, 0), Tensor.of(new float[0], 2, 0), ALONE);
    }

    @Test
    void rejectsWhatDoesNotFit() {
        Tensor in = Tensor.of(new float[32], 2, 4, 4, 1);
        Tensor windows = Tensor.of(new float[8], 2, 2, 2, 1);
        Tensor vector = Tensor.of(new float[2], 2, 1);
        assertThatThrownBy(() -> Pooling.max(PoolGeometry.of(2, 1), in, windows, ALONE))
                .isInstanceOf(ShapeException.class)
                .hasMessage("pooling of [2, 4, 4, 1] leads to [2, 3, 3, 1], got [2, 2, 2, 1]");
        assertThatThrownBy(() -> Pooling.average(PoolGeometry.of(5, 1), true, in, windows, ALONE))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Pooling.max(STEM, vector, windows, ALONE)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Pooling.max(STEM, in, vector, ALONE)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Pooling.globalAverage(in, windows, ALONE))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "global pooling leads from [N, H, W, C] with pixels to [N, C], got [2, 4, 4, 1] and [2, 2, 2, 1]");
        Tensor noPixels = Tensor.of(new float[0], 2, 0, 4, 1);
        assertThatThrownBy(() -> Pooling.globalMax(noPixels, vector, ALONE)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Pooling.globalMax(vector, vector, ALONE)).isInstanceOf(ShapeException.class);
    }
}
