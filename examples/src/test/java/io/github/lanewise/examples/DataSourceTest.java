package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DataSourceTest {
    private static final int SIDE = 28;

    @TempDir
    private Path folder;

    private static DataSource source(String text) {
        return new DataSourceName().convert(text);
    }

    private void writeIdx(String part, int images) throws IOException {
        ByteBuffer pixels = ByteBuffer.allocate(16 + images * SIDE * SIDE);
        pixels.putInt(0x803).putInt(images).putInt(SIDE).putInt(SIDE);
        while (pixels.hasRemaining()) {
            pixels.put((byte) (pixels.position() % 251 + 1));
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), pixels.array());
        ByteBuffer labels = ByteBuffer.allocate(8 + images).putInt(0x801).putInt(images);
        for (int image = 0; image < images; image++) {
            labels.put((byte) (image % 10));
        }
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }

    @ParameterizedTest
    @ValueSource(strings = {"synthetic", "synthetic:16", "cifar10:some", "images:some", "idx:some"})
    void namesAreThoseThatWereGiven(String text) {
        assertThat(source(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "cifar10:", "idx", "synthetic:large", "synthetic:8", "other:some"})
    void otherNamesAreRefused(String text) {
        assertThatThrownBy(() -> source(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train --network resnet8-w4", "gradients --network resnet8-w4", "depth-study"})
    void aNumberOfImagesIsRefusedForPictures(String command) {
        Path output = folder.resolve("run");
        List<Object> arguments = new ArrayList<>(List.of((Object[]) command.split(" ", -1)));
        arguments.addAll(List.of("--data", "images:" + folder, "--images", 3, "--output", output));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--images", "images:" + folder, "leave it out");
        assertThat(output).doesNotExist();
    }

    @Test
    void generatedImagesHaveTheSide() throws IOException {
        assertThat(source("synthetic:16").open(Part.TEST, 5).imageShape()).isEqualTo(Shape.of(16, 16, 3));
        assertThat(source("synthetic").open(Part.TEST, 5).imageShape()).isEqualTo(Shape.of(32, 32, 3));
    }

    @Test
    void greyImagesStandInTheMiddleOfBlackOnes() throws IOException {
        writeIdx("t10k", 3);
        ImageDataSet data = source("idx:" + folder).open(Part.TEST, Integer.MAX_VALUE);
        float[] image = new float[3 * 32 * 32 + 1];
        data.image(1, image, 1);

        assertThat(data.size()).isEqualTo(3);
        assertThat(data.imageShape()).isEqualTo(Shape.of(32, 32, 3));
        assertThat(data.label(2)).isEqualTo(2);
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    boolean inside = y >= 2 && y < 30 && x >= 2 && x < 30;
                    int from = 16 + SIDE * SIDE + (y - 2) * SIDE + x - 2;
                    assertThat(image[1 + (channel * 32 + y) * 32 + x]).isEqualTo(inside ? (from % 251 + 1) / 255f : 0);
                }
            }
        }
    }

    @Test
    void aNetworkLearnsFromIdxFiles() throws IOException {
        writeIdx("train", 16);
        writeIdx("t10k", 5);
        CommandRun run = CommandRun.of(
                "train",
                "--network",
                "resnet8-w4",
                "--data",
                "idx:" + folder,
                "--batch",
                8,
                "--steps",
                2,
                "--output",
                folder.resolve("run"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("run").resolve("classes.txt")).content().startsWith("0\n1\n");
    }
}
