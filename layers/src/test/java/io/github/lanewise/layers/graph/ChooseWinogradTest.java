package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.residual.ResidualBlock;
import io.github.lanewise.layers.residual.Shortcut.Option;
import io.github.lanewise.layers.testkit.Problems;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChooseWinogradTest {
    private static final Shape IMAGE = Shape.of(9, 10, 16);

    private static Model model(ModelOptions options) {
        return Model.compile(ResidualBlock.basic(16, 16, 1, Option.A), IMAGE, options);
    }

    @Test
    void isDescribedAndCanBeSwitchedOff() {
        try (Model model = model(ModelOptions.standard());
                Model direct = model(ModelOptions.standard().without(Optimisation.WINOGRAD))) {
            assertThat(model.describe()).contains("Winograd 4x4").doesNotContain("im2col");
            assertThat(direct.describe()).contains("im2col").doesNotContain("Winograd");
            assertThat(model.packedBytes()).isEqualTo(4 * direct.packedBytes());
        }
    }

    @Test
    void anImageHasTheSameBitsInEveryBatch() {
        float[] images = new float[3 * 9 * 10 * 16];
        for (int i = 0; i < images.length; i++) {
            images[i] = (i * 37 % 101 - 50) / 50f;
        }
        int one = images.length / 3;
        try (Model model = model(ModelOptions.standard());
                Model direct = model(ModelOptions.standard().without(Optimisation.WINOGRAD))) {
            float[] together = model.run(images, 3);
            for (int image = 0; image < 3; image++) {
                float[] alone = model.run(Arrays.copyOfRange(images, image * one, (image + 1) * one), 1);

                assertThat(alone).isEqualTo(Arrays.copyOfRange(together, image * one, (image + 1) * one));
            }
            Problems.assertClose(together, doubles(direct.run(images, 3)), 1e-5);
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }
}
