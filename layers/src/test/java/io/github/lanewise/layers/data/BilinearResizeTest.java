package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BilinearResizeTest {

    /** Checksums of the bytes that {@code Image.resize((width, height), Image.BILINEAR)} of Pillow 9.4.0 makes. */
    @ParameterizedTest
    @CsvSource({
        "256, 256, 224, 224, 4f90e81c",
        "300, 200, 32, 32, 1327faae",
        "37, 53, 256, 366, 5abc0384",
        "640, 480, 341, 256, c8e52077",
        "1, 1, 5, 3, c68097a4",
        "1000, 13, 7, 13, 39e12dac",
        "100, 100, 100, 100, 60e7193d",
        "97, 1, 32, 40, 14e6965e"
    })
    void givesTheBytesOfPillow(int oldWidth, int oldHeight, int width, int height, String checksum) {
        CRC32 crc = new CRC32();
        crc.update(BilinearResize.resize(Rings.image(oldWidth, oldHeight), width, height)
                .samples());
        assertThat(HexFormat.of().toHexDigits((int) crc.getValue())).isEqualTo(checksum);
    }

    @ParameterizedTest
    @CsvSource({"5, 7, 3, 2", "8, 8, 16, 16", "31, 17, 10, 40", "64, 48, 43, 32", "2, 90, 1, 1", "1, 1, 3, 3"})
    void staysWithinOneOfTheExactMean(int oldWidth, int oldHeight, int width, int height) {
        RgbImage image = Rings.image(oldWidth, oldHeight);
        RgbImage resized = BilinearResize.resize(image, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
                    assertThat((double) resized.sample(x, y, channel))
                            .isCloseTo(
                                    exact(image, (double) oldWidth / width, x, (double) oldHeight / height, y, channel),
                                    within(1.001));
                }
            }
        }
    }

    /** The weighted mean over all pixels, by definition. */
    private static double exact(RgbImage image, double scaleX, int x, double scaleY, int y, int channel) {
        double sum = 0;
        double weights = 0;
        for (int inY = 0; inY < image.height(); inY++) {
            for (int inX = 0; inX < image.width(); inX++) {
                double weight = triangle(scaleX, x, inX) * triangle(scaleY, y, inY);
                sum += weight * image.sample(inX, inY, channel);
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static double triangle(double scale, int out, int in) {
        double distance = in + 0.5 - (out + 0.5) * scale;
        return Math.max(0, 1 - Math.abs(distance) / Math.max(1, scale));
    }
}
