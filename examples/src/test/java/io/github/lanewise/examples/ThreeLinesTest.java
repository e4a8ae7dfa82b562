package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.Preprocessing;
import io.github.lanewise.layers.data.Cifar10;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ThreeLinesTest {

    @Test
    void recognisesTheFirstTestImage() throws IOException {
        Path weights = Fixtures.data("cifar-resnet").resolve("resnet20-cifar10.safetensors");
        Cifar10 images = Cifar10.test(Fixtures.data("cifar-10-batches-bin"));
        float[] logits = ThreeLines.logits(weights, images.images(0, 1, Preprocessing.CIFAR10), 1);
        assertThat(logits).hasSize(10);
        assertThat(Ranking.of(logits, 0, 10)).first().isEqualTo(images.label(0));
    }
}
