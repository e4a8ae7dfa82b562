package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.GlobalAveragePool;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.residual.ResidualBlock;
import io.github.lanewise.layers.residual.Shortcut;
import io.github.lanewise.layers.testkit.Problems;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training by Winograd algorithms beside direct training, which the golden files hold against PyTorch. */
class WinogradTrainingTest {
    private static final int BATCH = 8;
    private static final int STEPS = 10;
    private static final Shape SHAPE = Shape.of(16, 16, 3);
    private static final int[] LABELS = {3, 0, 1, 2, 2, 4, 1, 0};

    /** Not at 0.05: there an activation lies so near to 0 that an input one ulp off moves direct training by 1e-4 too. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1})
    void tenStepsLeadTheSameWay(double rate) {
        double[] direct = losses(TrainingNetworkOptions.standard().withWinograd(false), rate);
        double[] winograd = losses(TrainingNetworkOptions.standard(), rate);

        for (int step = 0; step < STEPS; step++) {
            assertThat(winograd[step])
                    .as("loss of step %d", step)
                    .isCloseTo(direct[step], Offset.offset(1e-6 * direct[step]));
        }
        assertThat(winograd).as("other sums, other roundings").isNotEqualTo(direct);
        assertThat(winograd[STEPS - 1]).isLessThan(winograd[0]);
    }

    private static double[] losses(TrainingNetworkOptions options, double rate) {
        Layer layer = Problems.randomised(network(), 1);
        double[] losses = new double[STEPS];
        try (TrainingNetwork training = TrainingNetwork.of(layer, SHAPE, BATCH, options)) {
            Descent descent = Sgd.of(0.9, 1e-4).begin(training.parameters(), training.gradients());
            float[] images = Problems.floats(BATCH * 3 * 16 * 16, 2);
            for (int step = 0; step < STEPS; step++) {
                losses[step] =
                        new SoftmaxCrossEntropy().evaluate(training.forward(images), LABELS, training.outputGradient());
                training.backward();
                descent.step(rate, Workers.single());
            }
        }
        return losses;
    }

    private static Layer network() {
        return Sequential.of(
                Conv2d.of(ConvGeometry.of(3, 16, 3).withPadding(1)),
                BatchNorm2d.of(16),
                Relu.of(),
                ResidualBlock.basic(16, 16, 1, Shortcut.Option.A),
                ResidualBlock.basic(16, 32, 2, Shortcut.Option.A),
                new GlobalAveragePool(),
                new Flatten(),
                Linear.of(32, 5));
    }
}
