package io.github.lanewise.layers.data;

import io.github.lanewise.layers.Preprocessing;
import io.github.lanewise.layers.Preprocessing.Normalisation;
import java.util.List;

/** Makes the input of a network from a picture, as torchvision's transforms Resize, CenterCrop and Normalize do. */
public final class ImagePreparation {
    private ImagePreparation() {}

    /**
     * The shorter side resized, the centre cut out, every channel normalised.
     *
     * @return {@code [3, crop, crop]}
     */
    public static float[] apply(RgbImage image, Preprocessing preprocessing) {
        int crop = preprocessing.crop();
        RgbImage square = square(image, preprocessing.resize(), crop);
        List<Normalisation> channels = preprocessing.channels();
        float[] input = new float[channels.size() * crop * crop];
        int at = 0;
        for (int channel = 0; channel < channels.size(); channel++) {
            for (int y = 0; y < crop; y++) {
                for (int x = 0; x < crop; x++) {
                    input[at++] = channels.get(channel).ofByte(square.sample(x, y, channel));
                }
            }
        }
        return input;
    }

    /** The shorter side resized to {@code resize} pixels, and the square of {@code crop} pixels in the centre cut out. */
    static RgbImage square(RgbImage image, int resize, int crop) {
        RgbImage resized = withShorterSide(image, resize);
        int left = centred(resized.width() - crop);
        int top = centred(resized.height() - crop);
        int row = RgbImage.CHANNELS * crop;
        byte[] samples = new byte[row * crop];
        for (int y = 0; y < crop; y++) {
            int from = ((top + y) * resized.width() + left) * RgbImage.CHANNELS;
            System.arraycopy(resized.samples(), from, samples, y * row, row);
        }
        return new RgbImage(crop, crop, samples);
    }

    private static RgbImage withShorterSide(RgbImage image, int side) {
        int width = image.width();
        int height = image.height();
        return width <= height
                ? BilinearResize.resize(image, side, Math.toIntExact((long) side * height / width))
                : BilinearResize.resize(image, Math.toIntExact((long) side * width / height), side);
    }

    /** Half of the rest; of two equally near numbers the even one, as Python rounds. */
    private static int centred(int rest) {
        return (int) Math.rint(rest / 2.0);
    }
}
