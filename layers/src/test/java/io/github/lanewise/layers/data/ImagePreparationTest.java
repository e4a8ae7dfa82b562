package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.Preprocessing;
import io.github.lanewise.layers.Preprocessing.Normalisation;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePreparationTest {

    @Test
    void imageOfTheRightSizeIsOnlyNormalised() {
        RgbImage image = Rings.image(32, 32);
        float[] input = ImagePreparation.apply(image, Preprocessing.CIFAR10);
        assertThat(input).hasSize(3 * 32 * 32);
        Normalisation blue = Preprocessing.CIFAR10.channels().get(2);
        assertThat(input[2 * 1024 + 5 * 32 + 7]).isEqualTo(blue.ofByte(image.sample(7, 5, 2)));
    }

    @ParameterizedTest
    @CsvSource({"500, 375", "375, 500", "224, 224", "100, 1000", "1000, 100"})
    void cutsTheCentreOutOfTheResizedImage(int width, int height) {
        RgbImage image = Rings.image(width, height);
        int resizedWidth = width <= height ? 256 : 256 * width / height;
        int resizedHeight = width <= height ? 256 * height / width : 256;
        RgbImage resized = BilinearResize.resize(image, resizedWidth, resizedHeight);
        Normalisation green = Preprocessing.IMAGENET.channels().get(1);
        int centre = resized.sample((resizedWidth - 224) / 2 + 112, (resizedHeight - 224) / 2 + 112, 1);
        float[] input = ImagePreparation.apply(image, Preprocessing.IMAGENET);
        assertThat(input).hasSize(3 * 224 * 224);
        assertThat(input[224 * 224 + 112 * 224 + 112]).isEqualTo(green.ofByte(centre));
    }

    /** Python rounds 1.5 to 2 and 2.5 to 2. */
    @ParameterizedTest
    @CsvSource({"3, 2", "4, 2", "5, 2", "6, 3", "7, 4"})
    void halfPixelsGoToTheEvenSide(int rest, int left) {
        Preprocessing preprocessing = new Preprocessing(4, 4, Collections.nCopies(3, new Normalisation(0, 1 / 255f)));
        byte[] samples = new byte[3 * (4 + rest) * 4];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i / 3 % (4 + rest));
        }
        float[] input = ImagePreparation.apply(new RgbImage(4 + rest, 4, samples), preprocessing);
        assertThat(Math.round(input[0])).isEqualTo(left);
    }
}
