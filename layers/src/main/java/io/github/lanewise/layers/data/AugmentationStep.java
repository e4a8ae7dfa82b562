package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Preprocessing.Normalisation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** One change of an image in place, {@code [channels, height, width]} from an element of an array on. */
public sealed interface AugmentationStep {
    /** Changes the image; {@code imageShape} is {@code [height, width, channels]}. */
    void apply(float[] planes, int at, Shape imageShape, SplittableRandom random);

    /**
     * Shifts the image by up to {@code pixels} in each direction and fills what becomes free with zeros: the same as
     * padding all sides with zeros and cutting out an image of the old size at random. He et al. 2015, section 4.2.
     */
    record PadAndCrop(int pixels) implements AugmentationStep {
        public PadAndCrop {
            if (pixels < 1) {
                throw new IllegalArgumentException("padding by " + pixels + " pixels, at least 1 is needed");
            }
        }

        @Override
        public void apply(float[] planes, int at, Shape imageShape, SplittableRandom random) {
            int down = random.nextInt(-pixels, pixels + 1);
            int width = imageShape.dimension(1);
            int right = Math.clamp(random.nextInt(-pixels, pixels + 1), -width, width);
            int plane = imageShape.dimension(0) * width;
            for (int channel = 0; channel < imageShape.dimension(2); channel++) {
                shift(planes, at + channel * plane, imageShape, down, right);
            }
        }

        private static void shift(float[] planes, int at, Shape imageShape, int down, int right) {
            int height = imageShape.dimension(0);
            int width = imageShape.dimension(1);
            int free = Math.abs(right);
            for (int i = 0; i < height; i++) {
                int y = down > 0 ? height - 1 - i : i; // a row is read before it is overwritten
                int row = at + y * width;
                int source = y - down;
                if (source < 0 || source >= height) {
                    Arrays.fill(planes, row, row + width, 0);
                    continue;
                }
                int from = at + source * width;
                if (right >= 0) {
                    System.arraycopy(planes, from, planes, row + free, width - free);
                    Arrays.fill(planes, row, row + free, 0);
                } else {
                    System.arraycopy(planes, from + free, planes, row, width - free);
                    Arrays.fill(planes, row + width - free, row + width, 0);
                }
            }
        }
    }

    /** Mirrors every second image, by chance, left to right. */
    record HorizontalFlip() implements AugmentationStep {
        @Override
        public void apply(float[] planes, int at, Shape imageShape, SplittableRandom random) {
            if (random.nextBoolean()) {
                return;
            }
            int width = imageShape.dimension(1);
            int end = at + Math.toIntExact(imageShape.elements());
            for (int row = at; row < end; row += width) {
                for (int left = row, right = row + width - 1; left < right; left++, right--) {
                    float value = planes[left];
                    planes[left] = planes[right];
                    planes[right] = value;
                }
            }
        }
    }

    /**
     * Sets a square of {@code side} pixels, centred at any pixel and cut at the border, to zero. DeVries and Taylor
     * 2017, "Improved Regularization of Convolutional Neural Networks with Cutout" (arXiv:1708.04552).
     */
    record Cutout(int side) implements AugmentationStep {
        public Cutout {
            if (side < 1) {
                throw new IllegalArgumentException("cutout of " + side + " pixels, at least 1 is needed");
            }
        }

        @Override
        public void apply(float[] planes, int at, Shape imageShape, SplittableRandom random) {
            int height = imageShape.dimension(0);
            int width = imageShape.dimension(1);
            int top = random.nextInt(height) - side / 2;
            int left = random.nextInt(width) - side / 2;
            int from = Math.max(0, left);
            int to = Math.min(width, left + side);
            for (int channel = 0; channel < imageShape.dimension(2); channel++) {
                for (int y = Math.max(0, top); y < Math.min(height, top + side); y++) {
                    int row = at + (channel * height + y) * width;
                    Arrays.fill(planes, row + from, row + to, 0);
                }
            }
        }
    }

    /** {@code (value - mean) / std} for every channel, in float32 arithmetic. */
    record Normalise(List<Normalisation> channels) implements AugmentationStep {
        public Normalise {
            channels = List.copyOf(channels);
        }

        @Override
        public void apply(float[] planes, int at, Shape imageShape, SplittableRandom random) {
            apply(planes, at, imageShape);
        }

        void apply(float[] planes, int at, Shape imageShape) {
            if (channels.size() != imageShape.dimension(2)) {
                throw new IllegalArgumentException("images " + imageShape + " have " + imageShape.dimension(2)
                        + " channels, but " + channels.size() + " are to be normalised");
            }
            int plane = imageShape.dimension(0) * imageShape.dimension(1);
            int from = at;
            for (Normalisation channel : channels) {
                for (int pixel = from; pixel < from + plane; pixel++) {
                    planes[pixel] = channel.of(planes[pixel]);
                }
                from += plane;
            }
        }
    }
}
