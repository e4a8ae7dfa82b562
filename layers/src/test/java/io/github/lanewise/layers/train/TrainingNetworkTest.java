package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.Softmax;
import io.github.lanewise.layers.residual.ResNet;
import io.github.lanewise.layers.residual.Shortcut;
import io.github.lanewise.layers.testkit.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingNetworkTest {
    private static final int BATCH = 4;
    private static final int[] LABELS = {3, 0, 1, 2};
    private static final float[] IMAGES = Problems.floats(BATCH * 8 * 8 * 3, 2);
    private static final TrainingNetworkOptions STANDARD = TrainingNetworkOptions.standard();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void recomputedActivationsGiveTheSameBits(int blocks) {
        List<float[]> expected = gradients(STANDARD);
        List<float[]> actual = gradients(STANDARD.withRecomputedBlocks(blocks));
        assertSameBits(actual, expected);
    }

    @Test
    void recomputedAndFlushedActivationsGiveTheSameBits() {
        List<float[]> expected = gradients(STANDARD.withFlushedDenormals(true));
        assertSameBits(gradients(STANDARD.withFlushedDenormals(true).withRecomputedBlocks(1)), expected);
    }

    @Test
    void threadsGiveTheSameBits() {
        try (Workers workers = Workers.of(2)) {
            assertSameBits(gradients(STANDARD.withWorkers(workers)), gradients(STANDARD));
        }
    }

    /** Two passes, so that a tensor that keeps something of the first one would show. */
    private static List<float[]> gradients(TrainingNetworkOptions options) {
        Network network = TinyNetworks.residual();
        List<float[]> values = new ArrayList<>();
        try (TrainingNetwork training = TrainingNetwork.of(network, BATCH, options)) {
            for (int pass = 0; pass < 2; pass++) {
                Tensor output = training.forward(Problems.floats(IMAGES.length, pass));
                new SoftmaxCrossEntropy().evaluate(output, LABELS, training.outputGradient());
                training.backward();
                training.gradients().values().forEach(gradient -> values.add(gradient.toArray()));
            }
        }
        network.parameters()
                .values()
                .forEach(parameter -> values.add(parameter.values().toArray()));
        return values;
    }

    private static void assertSameBits(List<float[]> actual, List<float[]> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Problems.assertSameBits(actual.get(i), expected.get(i));
        }
    }

    @Test
    void deepNetworksFitWhenActivationsAreRecomputed() {
        Network deep = ResNet.cifar(110, Shortcut.Option.A);
        long kept = TrainingNetwork.plannedBytes(deep, 8, STANDARD);
        long recomputed = TrainingNetwork.plannedBytes(deep, 8, STANDARD.withRecomputedBlocks(1));
        long fewer = TrainingNetwork.plannedBytes(deep, 8, STANDARD.withRecomputedBlocks(4));
        assertThat(recomputed).isLessThan(kept * 2 / 5);
        assertThat(fewer).isLessThan(recomputed);
    }

    @Test
    void batchNormFollowsTheBatchesAsPyTorchDoes() {
        Layer layer = Sequential.of(BatchNorm2d.of(1), new Flatten(), Linear.of(2, 2));
        try (TrainingNetwork training = TrainingNetwork.of(layer, Shape.of(1, 2, 1), 2, STANDARD)) {
            training.forward(new float[] {1, 2, 3, 6});
        }
        assertThat(layer.parameter("0.running_mean").values().get(0)).isEqualTo(0.3f);
        assertThat(layer.parameter("0.running_var").values().get(0)).isEqualTo((float) (0.9 + 0.1 * 14 / 3));
    }

    @Test
    void frozenWeightsHaveNoGradient() {
        Conv2d conv = Conv2d.of(ConvGeometry.of(3, 2, 3));
        Conv2d frozen = new Conv2d(conv.geometry(), new Parameter(conv.weight().values(), Parameter.Role.BUFFER), null);
        Layer layer = Sequential.of(frozen, Conv2d.of(ConvGeometry.of(2, 2, 3)), new Flatten(), Linear.of(2 * 16, 4));
        Problems.randomised(layer, 1);
        frozen.weight().values().copyFrom(Problems.floats(2 * 3 * 9, 4));
        try (TrainingNetwork training = TrainingNetwork.of(layer, Shape.of(8, 8, 3), BATCH, STANDARD)) {
            assertThat(training.gradients()).containsOnlyKeys("1.weight", "3.weight", "3.bias");
            new SoftmaxCrossEntropy().evaluate(training.forward(IMAGES), LABELS, training.outputGradient());
            training.backward();
            assertThat(Magnitudes.of(Objects.requireNonNull(training.gradients().get("1.weight")))
                            .norm())
                    .isPositive();
        }
    }

    @Test
    void whatHasNoGradientIsNamed() {
        assertRefused(
                Sequential.of(new Flatten(), Linear.of(192, 4), new Softmax()), "2: softmax has no gradient here");
        Linear shared = Linear.of(192, 192);
        assertRefused(Sequential.of(new Flatten(), shared, shared), "'1.weight' and '2.weight' use the same parameter");
        assertThatThrownBy(() -> TrainingNetwork.of(
                        Sequential.of(BatchNorm2d.of(3), new Flatten(), Linear.of(3, 2)),
                        Shape.of(1, 1, 3),
                        1,
                        STANDARD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than one pixel per channel");
        assertThatThrownBy(
                        () -> TrainingNetwork.of(Conv2d.of(ConvGeometry.of(3, 2, 1)), Shape.of(8, 8, 3), 1, STANDARD))
                .isInstanceOf(ShapeException.class);
    }

    private static void assertRefused(Layer layer, String message) {
        assertThatThrownBy(() -> TrainingNetwork.of(layer, Shape.of(8, 8, 3), 2, STANDARD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aBatchOfAnotherSizeIsRefused() {
        try (TrainingNetwork training = TrainingNetwork.of(TinyNetworks.residual(), BATCH, STANDARD)) {
            assertThatThrownBy(() -> training.forward(new float[192])).isInstanceOf(ShapeException.class);
        }
    }
}
