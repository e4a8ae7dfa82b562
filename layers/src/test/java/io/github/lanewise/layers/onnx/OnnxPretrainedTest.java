package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.testkit.PretrainedCifar;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that PyTorch and others exported, on real images. */
class OnnxPretrainedTest {
    private static final int IMAGES = 16;

    private static float[] images() throws IOException {
        float[] images = new float[IMAGES * 3072];
        ByteBuffer.wrap(Files.readAllBytes(PretrainedCifar.file("input_first256.bin")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(images);
        return images;
    }

    @Test
    void unfoldedNetworkGivesTheBitsOfItsWeights() throws IOException {
        try (Model own = PretrainedCifar.model("resnet20");
                Model model = Onnx.load(PretrainedCifar.file("resnet20-cifar10-bn.onnx"))) {
            Problems.assertSameBits(model.run(images(), IMAGES), own.run(images(), IMAGES));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "resnet32", "resnet44", "resnet56"})
    void foldedNetworkAgreesWithItsWeights(String name) throws IOException {
        try (Model own = PretrainedCifar.model(name);
                Model model = Onnx.load(PretrainedCifar.file(name + "-cifar10.onnx"))) {
            float[] expected = own.run(images(), IMAGES);
            double[] doubles = IntStream.range(0, expected.length)
                    .mapToDouble(i -> expected[i])
                    .toArray();

            Problems.assertClose(model.run(images(), IMAGES), doubles, 1e-5);
            assertThat(model.describe().lines())
                    .hasSameSizeAs(own.describe().lines().toList());
        }
    }

    @Test
    void mobileNetSeesWhatPyTorchSees() throws IOException {
        String reference =
                Files.readString(PretrainedCifar.data().resolve("imagenet").resolve("reference.json"));
        Matcher photographs = Pattern.compile(
                        "\"file\": \"([^\"]+)\".*?\"class\": (\\d+).*?\"prob\": ([0-9.]+)", Pattern.DOTALL)
                .matcher(reference);
        int count = 0;
        try (Model model = Onnx.load(PretrainedCifar.data().resolve("imagenet").resolve("mobilenet_v2_1.0_224.onnx"))) {
            while (photographs.find()) {
                float[] logits = model.run(
                        Photograph.read(PretrainedCifar.data().resolve("images").resolve(photographs.group(1))), 1);
                int best = Integer.parseInt(photographs.group(2));

                assertThat(probability(logits, best))
                        .as(photographs.group(1))
                        .isCloseTo(Double.parseDouble(photographs.group(3)), within(0.05));
                count++;
            }
        }
        assertThat(count).isEqualTo(6);
    }

    private static double probability(float[] logits, int index) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - (double) logits[index]);
        }
        return 1 / sum;
    }
}
