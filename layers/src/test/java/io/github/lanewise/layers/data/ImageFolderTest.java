package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    private Path folder;

    private Path picture(String name, int width, int height, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(folder.resolve(name).resolveSibling("."));
        ImageIO.write(image, name.endsWith("png") ? "png" : "jpeg", file.toFile());
        return file;
    }

    @Test
    void classesAreTheFoldersInOrderOfTheirNames() throws IOException {
        picture("dog/b.png", 4, 4, 0x0000ff);
        picture("dog/a.png", 6, 4, 0x00ff00);
        picture("cat/tom.JPG", 16, 20, 0xffffff);
        Files.writeString(folder.resolve("dog/notes.txt"), "not a picture");
        Files.writeString(folder.resolve("readme.txt"), "not a class");
        Files.createDirectory(folder.resolve(".cache"));

        ImageFolder data = ImageFolder.read(folder, 4);

        assertThat(data.classNames()).containsExactly("cat", "dog");
        assertThat(data.imageShape()).isEqualTo(Shape.of(4, 4, 3));
        assertThat(IntStream.range(0, data.size()).map(data::label)).containsExactly(0, 1, 1);
        assertThat(planes(data, 0)).containsOnly(1);
        assertThat(planes(data, 1)).isEqualTo(colour(0, 1, 0));
        assertThat(planes(data, 2)).isEqualTo(colour(0, 0, 1));
        assertThat(planes(data, 2)).as("kept").isEqualTo(colour(0, 0, 1));
    }

    private static float[] planes(ImageDataSet data, int index) {
        float[] planes = new float[48];
        data.image(index, planes, 0);
        return planes;
    }

    private static float[] colour(float red, float green, float blue) {
        float[] planes = new float[48];
        Arrays.fill(planes, 0, 16, red);
        Arrays.fill(planes, 16, 32, green);
        Arrays.fill(planes, 32, 48, blue);
        return planes;
    }

    @Test
    void wrongFoldersAreNamedWithARemedy() throws IOException {
        assertRefused(folder.resolve("absent"), "absent: there is no such folder");
        assertRefused(folder, "holds no folders; there must be one for each class");
        assertRefused(Files.writeString(folder.resolve("file"), ""), "file: is no folder; name the folder");
        picture("cat/tom.png", 4, 4, 0);
        Files.createDirectory(folder.resolve("dog"));
        assertRefused(folder, "dog: holds no PNG or JPEG files; put some there, or remove the folder");
    }

    private static void assertRefused(Path folder, String problem) {
        assertThatThrownBy(() -> ImageFolder.read(folder, 4))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void brokenPictureIsNamedWhenItIsAskedFor() throws IOException {
        Path file = picture("cat/tom.png", 40, 40, 0x123456);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));
        ImageFolder data = ImageFolder.read(folder, 4);

        try (BatchLoader loader = new BatchLoader(data, Augmentation.none(), 1, 0, 1, true, true)) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(DataSetException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageEndingWith("; replace the file, or take it out of the folder");
        }
    }
}
