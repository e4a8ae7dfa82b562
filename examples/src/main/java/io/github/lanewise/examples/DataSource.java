package io.github.lanewise.examples;

import io.github.lanewise.layers.data.Cifar10;
import io.github.lanewise.layers.data.FirstImages;
import io.github.lanewise.layers.data.IdxImages;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.ImageFolder;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.data.SyntheticImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where images for training come from, as {@code --data} names it. */
sealed interface DataSource {
    /**
     * Opens one part.
     *
     * @param count images, the first ones; where there are fewer, and of {@link Pictures}, all of them
     */
    ImageDataSet open(Part part, int count) throws IOException;

    /** Generated images, square. */
    record Synthetic(int side) implements DataSource {
        static final int TRAINING = 10_000;
        static final int TEST = 2_000;
        private static final int STANDARD_SIDE = 32;
        private static final int LEAST_SIDE = 16;
        private static final int LARGEST_SIDE = 64;
        private static final long SEED = 1;

        public Synthetic {
            if (side < LEAST_SIDE || side > LARGEST_SIDE) {
                throw new IllegalArgumentException("the side is from " + LEAST_SIDE + " to " + LARGEST_SIDE);
            }
        }

        /** Of the size of CIFAR-10's. */
        Synthetic() {
            this(STANDARD_SIDE);
        }

        @Override
        public ImageDataSet open(Part part, int count) {
            return new SyntheticImages(SEED, Math.min(count, part == Part.TRAINING ? TRAINING : TEST), part, side);
        }

        @Override
        public String toString() {
            return side == STANDARD_SIDE ? "synthetic" : "synthetic:" + side;
        }
    }

    /** CIFAR-10's binary files, or their archive. */
    record Cifar(Path place) implements DataSource {
        @Override
        public ImageDataSet open(Part part, int count) throws IOException {
            return first(Cifar10.read(place, part), count);
        }

        @Override
        public String toString() {
            return "cifar10:" + place;
        }
    }

    /** A folder with the folders {@code train} and {@code test}, each with one folder of pictures for every class. */
    record Pictures(Path folder) implements DataSource {
        private static final int SIDE = 32;

        @Override
        public ImageDataSet open(Part part, int count) throws IOException {
            Path within = folder.resolve(part == Part.TRAINING ? "train" : "test");
            if (Files.isDirectory(folder) && !Files.isDirectory(within)) {
                throw new IOException(
                        within + ": there is no such folder; it must hold one folder of pictures for each" + " class");
            }
            return ImageFolder.read(within, SIDE);
        }

        @Override
        public String toString() {
            return "images:" + folder;
        }
    }

    /** The four files of MNIST or of data in the same format, as RGB images of CIFAR-10's size. */
    record Idx(Path folder) implements DataSource {
        private static final int SIDE = 32;

        @Override
        public ImageDataSet open(Part part, int count) throws IOException {
            return first(new PaddedRgb(IdxImages.mnist(folder, part), SIDE), count);
        }

        @Override
        public String toString() {
            return "idx:" + folder;
        }
    }

    private static ImageDataSet first(ImageDataSet data, int count) {
        return count < data.size() ? new FirstImages(data, count) : data;
    }
}
