package io.github.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.data.Cifar10;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.testkit.PretrainedCifar;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks trained with PyTorch, on real images, against the logits that PyTorch computed in float64. */
class PretrainedNetworksTest {
    private static final int IMAGES = 256;

    private static int largest(float[] logits, int image) {
        int best = 0;
        for (int i = 1; i < 10; i++) {
            if (logits[image * 10 + i] > logits[image * 10 + best]) {
                best = i;
            }
        }
        return best;
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "resnet32", "resnet44", "resnet56"})
    void logitsAndClassesAreThoseOfPyTorch(String name) throws IOException {
        double[] expected = new double[IMAGES * 10];
        ByteBuffer.wrap(Files.readAllBytes(PretrainedCifar.file(name + "-cifar10.logits64_first256.bin")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(expected);
        byte[] classes = Files.readAllBytes(PretrainedCifar.file(name + "-cifar10.pred_all10000.u8"));
        Cifar10 images = Cifar10.test(PretrainedCifar.data().resolve("cifar-10-batches-bin"));
        try (Model model = PretrainedCifar.model(name)) {
            float[] logits = model.run(images.images(0, IMAGES, Preprocessing.CIFAR10), IMAGES);

            Problems.assertClose(logits, expected, 1e-5);
            for (int image = 0; image < IMAGES; image++) {
                assertThat(largest(logits, image)).isEqualTo(classes[image]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"resnet20, 9173", "resnet32, 9263", "resnet44, 9310", "resnet56, 9339"})
    @Tag("slow")
    void allTestImagesAreClassifiedAsByPyTorch(String name, int correctByPyTorch) throws IOException {
        byte[] classes = Files.readAllBytes(PretrainedCifar.file(name + "-cifar10.pred_all10000.u8"));
        Cifar10 images = Cifar10.test(PretrainedCifar.data().resolve("cifar-10-batches-bin"));
        int different = 0;
        int correct = 0;
        try (Model model = PretrainedCifar.model(name)) {
            for (int first = 0; first < images.size(); first += 100) {
                float[] logits = model.run(images.images(first, 100, Preprocessing.CIFAR10), 100);
                for (int image = 0; image < 100; image++) {
                    int found = largest(logits, image);
                    different += found == classes[first + image] ? 0 : 1;
                    correct += found == images.label(first + image) ? 1 : 0;
                }
            }
        }
        assertThat(different).isLessThanOrEqualTo(2);
        assertThat(correct).isBetween(correctByPyTorch - 2, correctByPyTorch + 2);
    }
}
