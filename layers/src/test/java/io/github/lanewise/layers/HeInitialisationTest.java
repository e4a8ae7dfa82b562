package io.github.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.layers.residual.ResNet;
import io.github.lanewise.layers.residual.Shortcut;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeInitialisationTest {
    private static final int HASH_OF_SEED_1 = -1358888713;

    @Test
    void convolutionHasTheVarianceOfItsFanOut() {
        Conv2d conv = Conv2d.of(ConvGeometry.of(50, 40, 3)).withBias();

        HeInitialisation.apply(conv, 1);

        assertNormal(conv.weight().values().toArray(), 2.0 / (40 * 9));
        assertThat(conv.parameter("bias").values().toArray()).containsOnly(0);
    }

    @Test
    void denseLayerHasTheVarianceOfItsInputs() {
        Linear linear = Linear.of(200, 100);

        HeInitialisation.apply(linear, 2);

        assertNormal(linear.weight().values().toArray(), 2.0 / 200);
    }

    private static void assertNormal(float[] values, double variance) {
        double deviation = Math.sqrt(variance);
        double[] standard = new double[values.length];
        Arrays.setAll(standard, i -> values[i] / deviation);
        assertThat(moment(standard, 1)).isCloseTo(0, within(0.03));
        assertThat(moment(standard, 2)).isCloseTo(1, within(0.05));
        assertThat(moment(standard, 4)).isCloseTo(3, within(0.3));
        assertThat(Arrays.stream(standard).filter(x -> Math.abs(x) < 1).count())
                .isCloseTo(Math.round(0.6827 * values.length), within(Math.round(0.02 * values.length)));
    }

    private static double moment(double[] values, int order) {
        return Arrays.stream(values).map(x -> Math.pow(x, order)).average().orElseThrow();
    }

    @Test
    void seedDeterminesEveryBit() {
        assertThat(hash(1)).isEqualTo(HASH_OF_SEED_1);
        assertThat(hash(2)).isNotEqualTo(HASH_OF_SEED_1);
    }

    private static int hash(long seed) {
        Network network = ResNet.cifar(8, Shortcut.Option.B).initialise(seed);
        return network.parameters().values().stream()
                .map(parameter -> Arrays.hashCode(parameter.values().toArray()))
                .toList()
                .hashCode();
    }
}
