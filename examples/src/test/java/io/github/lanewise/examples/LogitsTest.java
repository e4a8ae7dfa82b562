package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogitsTest {
    @TempDir
    private Path folder;

    private static CommandRun logits(Path model, String network, Path data, int count, Path output) {
        return CommandRun.of(
                "logits", "--model", model, "--network", network, "--data", data, "--count", count, "--output", output);
    }

    @Test
    void writesLogitsAndLabels() throws IOException {
        Path output = folder.resolve("logits.safetensors");
        CommandRun run =
                logits(Fixtures.model(folder, "resnet8"), "resnet8", Fixtures.testImages(folder, 20), 17, output);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).hasLineCount(1).contains(output.toString(), "17");
        Safetensors file = Safetensors.read(output);
        assertThat(file.tensor("logits").shape()).isEqualTo(Shape.of(17, 10));
        assertThat(file.tensor("labels").toArray()).startsWith(0, 1, 2).endsWith(5, 6);
        assertThat(file.metadata()).containsEntry("network", "resnet8");
    }

    @Test
    void moreImagesThanThereAreIsWrongUsage() throws IOException {
        Path output = folder.resolve("logits.safetensors");
        CommandRun run =
                logits(Fixtures.model(folder, "resnet8"), "resnet8", Fixtures.testImages(folder, 20), 21, output);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("21", "20");
        assertThat(output).doesNotExist();
    }

    @Test
    void outputIsNotTouchedByAFailure() throws IOException {
        Path output = Files.writeString(folder.resolve("logits.safetensors"), "older content");
        CommandRun run =
                logits(Fixtures.model(folder, "resnet14"), "resnet8", Fixtures.testImages(folder, 20), 3, output);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(output).hasContent("older content");
    }

    @Test
    void outputInAnAbsentFolderIsNamed() throws IOException {
        Path output = folder.resolve("absent").resolve("logits.safetensors");
        assertNamed(output);
    }

    @Test
    void outputThatIsAFolderIsNamed() throws IOException {
        assertNamed(Files.createDirectory(folder.resolve("folder")));
    }

    private void assertNamed(Path output) throws IOException {
        Path model = Fixtures.model(folder, "resnet8");
        Path images = Fixtures.testImages(folder, 20);
        CommandRun run = logits(model, "resnet8", images, 3, output);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).hasLineCount(1).contains(output.toString());
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void agreesWithPyTorch() throws IOException {
        Path networks = Fixtures.data("cifar-resnet");
        Path output = folder.resolve("logits.safetensors");
        CommandRun run = logits(
                networks.resolve("resnet20-cifar10.safetensors"),
                "resnet20",
                Fixtures.data("cifar-10-batches-bin"),
                256,
                output);
        assertThat(run.exitCode()).as(run.err()).isZero();
        float[] logits = Safetensors.read(output).tensor("logits").toArray();
        FloatBuffer expected = ByteBuffer.wrap(
                        Files.readAllBytes(networks.resolve("resnet20-cifar10.logits_first256.bin")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float largest = 0;
        for (int i = 0; i < expected.limit(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        assertThat(logits).hasSize(expected.limit());
        for (int i = 0; i < logits.length; i++) {
            assertThat(logits[i]).isCloseTo(expected.get(i), within(1e-4f * largest));
        }
    }
}
