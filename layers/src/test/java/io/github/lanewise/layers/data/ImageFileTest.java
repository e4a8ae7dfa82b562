package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
    @TempDir
    private Path folder;

    private Path write(BufferedImage picture, String format) throws IOException {
        Path file = folder.resolve("picture." + format);
        assertThat(ImageIO.write(picture, format, file.toFile())).isTrue();
        return file;
    }

    private static BufferedImage colourful(int type) {
        BufferedImage picture = new BufferedImage(300, 200, type);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, x * y * 2654435 | 0xff000000);
            }
        }
        return picture;
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void pngKeepsEveryColour(int type) throws IOException {
        BufferedImage picture = colourful(type);
        RgbImage image = ImageFile.read(write(picture, "png"));
        assertThat(image.width()).isEqualTo(300);
        assertThat(image.height()).isEqualTo(200);
        for (int x = 0; x < image.width(); x++) {
            int colour = picture.getRGB(x, 77);
            assertThat(image.sample(x, 77, 0)).isEqualTo(colour >> 16 & 0xff);
            assertThat(image.sample(x, 77, 1)).isEqualTo(colour >> 8 & 0xff);
            assertThat(image.sample(x, 77, 2)).isEqualTo(colour & 0xff);
        }
    }

    @Test
    void coloursUnderTransparencyAreKept() throws IOException {
        BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 0x00102030);
        assertThat(ImageFile.read(write(picture, "png")).samples()).containsExactly(0x10, 0x20, 0x30);
    }

    @ParameterizedTest
    @CsvSource({"10, png", "10, jpg", "11, png"})
    void greyStaysAsBrightAsItIs(int type, String format) throws IOException {
        BufferedImage picture = new BufferedImage(16, 16, type);
        int shift = type == BufferedImage.TYPE_USHORT_GRAY ? 8 : 0;
        for (int i = 0; i < 256; i++) {
            picture.getRaster().setSample(i % 16, i / 16, 0, 100 << shift);
        }
        assertThat(ImageFile.read(write(picture, format)).samples()).containsOnly(100);
    }

    @Test
    void paletteIsResolved() throws IOException {
        BufferedImage picture = new BufferedImage(9, 1, BufferedImage.TYPE_BYTE_BINARY);
        picture.setRGB(3, 0, 0xffffffff);
        RgbImage image = ImageFile.read(write(picture, "png"));
        assertThat(image.sample(2, 0, 1)).isZero();
        assertThat(image.sample(3, 0, 1)).isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void imageThatIsCutOffIsRefused(String format) throws IOException {
        Path file = write(colourful(BufferedImage.TYPE_INT_RGB), format);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {3, 10, 100, 700, bytes.length / 2, bytes.length - 50}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertRefused(file, "");
        }
        Files.write(file, bytes);
        assertThat(ImageFile.read(file).width()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({"100000, 100000, limit", "0, 5, broken", "101, 1, elongated", "2147483647, 1, limit"})
    void sizeIsCheckedBeforeDecoding(int width, int height, String complaint) throws IOException {
        Path file = write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(16, width).putInt(20, height).putInt(29, crc(bytes, 12, 29));
        Files.write(file, bytes);
        assertRefused(file, complaint);
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    @Test
    void coloursForPrintAreRefused() throws IOException {
        Path file = folder.resolve("cmyk.jpg");
        Raster cmyk = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(cmyk, null, null), null);
        }
        assertRefused(file, "CMYK");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertRefused(Files.writeString(folder.resolve("text.png"), "not a picture"), "neither");
        assertRefused(Files.createFile(folder.resolve("empty.png")), "neither");
        assertRefused(write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "bmp"), "neither");
        assertRefused(folder, "not a file");
        assertRefused(folder.resolve("absent.png"), "no such file");
    }

    private static void assertRefused(Path file, String complaint) {
        assertThatThrownBy(() -> ImageFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(complaint);
    }
}
