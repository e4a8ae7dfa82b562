package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.testkit.Problems;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GradientProbeTest {
    private static final int[] LABELS = {3, 0, 1, 2};
    private static final float[] IMAGES = Problems.floats(4 * 8 * 8 * 3, 2);

    @Test
    void everyLayerIsMeasuredAndNothingChanges() {
        Network network = TinyNetworks.residual();
        Loss loss = new SoftmaxCrossEntropy();
        try (TrainingNetwork training = TrainingNetwork.of(network, 4, TrainingNetworkOptions.standard())) {
            List<float[]> before = values(network);
            List<GradientProbe.LayerMeasure> layers = GradientProbe.measure(training, IMAGES, LABELS, loss);
            assertThat(values(network)).usingRecursiveComparison().isEqualTo(before);
            assertThat(layers.stream().map(GradientProbe.LayerMeasure::layer)).isEqualTo(training.layers());
            assertThat(layers.stream().map(GradientProbe.LayerMeasure::layer))
                    .startsWith("conv1", "bn1", "block1.conv1", "block1.bn1", "block1.conv2", "block1.bn2")
                    .endsWith("avgpool", "flatten", "fc");
            GradientProbe.LayerMeasure last = layers.getLast();
            Tensor gradient = training.outputGradient();
            loss.evaluate(training.forward(IMAGES), LABELS, gradient);
            assertThat(last.activationGradient()).isEqualTo(Magnitudes.of(gradient));
            training.backward();
            assertThat(last.weightGradient())
                    .isEqualTo(Magnitudes.of(
                            Objects.requireNonNull(training.gradients().get("fc.weight"))));
            assertThat(layers.get(1).activation().zeroShare()).isBetween(0.2, 0.8);
            assertThat(layers.get(layers.size() - 3).weightGradient()).isNull();
        }
    }

    private static List<float[]> values(Network network) {
        return network.parameters().values().stream()
                .map(parameter -> parameter.values().toArray())
                .toList();
    }

    @Test
    void magnitudesAreCounted() {
        Magnitudes magnitudes =
                Magnitudes.of(Tensor.of(new float[] {3, 0, -4, -0f, Float.MIN_VALUE, Float.MIN_NORMAL, -1e-40f, 0}, 8));
        assertThat(magnitudes.norm()).isCloseTo(5, Offset.offset(1e-12));
        assertThat(magnitudes.zeroShare()).isEqualTo(3 / 8.0);
        assertThat(magnitudes.denormalShare()).isEqualTo(2 / 8.0);
        assertThat(magnitudes.rootMeanSquare()).isCloseTo(Math.sqrt(25 / 8.0), Offset.offset(1e-12));
    }
}
