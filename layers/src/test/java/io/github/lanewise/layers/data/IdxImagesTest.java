package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxImagesTest {
    private static final int IMAGES_MAGIC = 0x803;
    private static final int LABELS_MAGIC = 0x801;

    @TempDir
    private Path folder;

    private Path images;
    private Path labels;

    /** Three images of 2 x 4 pixels, 0 to 23, with the labels 7, 0, 9. */
    @BeforeEach
    void writeFiles() throws IOException {
        byte[] pixels = new byte[24];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (10 * i);
        }
        images = write("train-images-idx3-ubyte", idx(IMAGES_MAGIC, pixels, 3, 2, 4));
        labels = write("train-labels-idx1-ubyte", idx(LABELS_MAGIC, new byte[] {7, 0, 9}, 3));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] idx(int magic, byte[] elements, int... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + elements.length);
        bytes.putInt(magic);
        for (int dimension : dimensions) {
            bytes.putInt(dimension);
        }
        return bytes.put(elements).array();
    }

    @Test
    void imagesAndLabelsAreRead() throws IOException {
        assertContent(IdxImages.mnist(folder, Part.TRAINING));
        assertThat(IdxImages.fashionMnist(folder, Part.TRAINING).classNames()).contains("sneaker");
    }

    private static void assertContent(IdxImages data) {
        assertThat(data.size()).isEqualTo(3);
        assertThat(data.imageShape()).isEqualTo(Shape.of(2, 4, 1));
        assertThat(data.classNames()).hasSize(10);
        assertThat(List.of(data.label(0), data.label(1), data.label(2))).containsExactly(7, 0, 9);
        float[] planes = new float[9];
        data.image(2, planes, 1);
        assertThat(planes[0]).isZero();
        assertThat(planes[1]).isEqualTo(160 / 255f);
        assertThat(planes[8]).isEqualTo(230 / 255f);
    }

    @Test
    void packedFilesAreReadAlike() throws IOException {
        for (Path file : List.of(images, labels)) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(file + ".gz")))) {
                Files.copy(file, out);
            }
            Files.delete(file);
        }
        assertContent(IdxImages.mnist(folder, Part.TRAINING));

        byte[] packed = Files.readAllBytes(Path.of(images + ".gz"));
        Files.write(Path.of(images + ".gz"), Arrays.copyOf(packed, packed.length - 12));
        assertRefused("cut short");
        Files.write(Path.of(images + ".gz"), new byte[30]);
        assertRefused("broken");
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> IdxImages.mnist(folder, Part.TRAINING))
                .isInstanceOf(DataSetException.class)
                .message()
                .contains("train-", problem)
                .doesNotContain("\n");
    }

    @Test
    void absentFileIsNamedWithARemedy() {
        assertThatThrownBy(() -> IdxImages.mnist(folder, Part.TEST))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll("t10k-images-idx3-ubyte", "no such file", "name the folder");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 15, 16, 39})
    void truncatedFileIsNamed(int length) throws IOException {
        write("train-images-idx3-ubyte", Arrays.copyOf(Files.readAllBytes(images), length));
        assertRefused(length < 16 ? "is cut short" : "holds " + (length - 16) + " elements, its header says 24");
    }

    @Test
    void surplusBytesAreRefused() throws IOException {
        write("train-images-idx3-ubyte", Arrays.copyOf(Files.readAllBytes(images), 41));
        assertRefused("more than 24");
    }

    @Test
    void anotherKindOfFileIsRefused() throws IOException {
        write("train-images-idx3-ubyte", Files.readAllBytes(labels));
        assertRefused("begins with 00000801 instead of 00000803");
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 4", "-1, -2, 12", "3, 2147483647, 2147483647", "65536, 65536, 1"})
    void impossibleDimensionsAreRefused(int count, int height, int width) throws IOException {
        write("train-images-idx3-ubyte", idx(IMAGES_MAGIC, new byte[24], count, height, width));
        assertRefused("impossible or too large");
    }

    @Test
    void filesOfTwoPartsAreRefused() throws IOException {
        write("train-labels-idx1-ubyte", idx(LABELS_MAGIC, new byte[4], 4));
        assertRefused("4 labels, but");
    }

    @Test
    void labelOutOfRangeIsNamed() throws IOException {
        write("train-labels-idx1-ubyte", idx(LABELS_MAGIC, new byte[] {1, 200 - 256, 3}, 3));
        assertRefused("label 1 is 200, the largest is 9");
    }
}
