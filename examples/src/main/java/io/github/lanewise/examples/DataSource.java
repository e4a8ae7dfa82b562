package io.github.lanewise.examples;

import io.github.lanewise.layers.data.Cifar10;
import io.github.lanewise.layers.data.FirstImages;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.ImageFolder;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.data.SyntheticImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where images for training come from, as {@code --data} names it. */
sealed interface DataSource {
    /**
     * Opens one part.
     *
     * @param count images, the first ones; where there are fewer, all of them
     */
    ImageDataSet open(Part part, int count) throws IOException;

    /** Generated images. */
    record Synthetic() implements DataSource {
        static final int TRAINING = 10_000;
        static final int TEST = 2_000;
        private static final long SEED = 1;

        @Override
        public ImageDataSet open(Part part, int count) {
            return new SyntheticImages(SEED, Math.min(count, part == Part.TRAINING ? TRAINING : TEST), part);
        }

        @Override
        public String toString() {
            return "synthetic";
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
            ImageDataSet data = ImageFolder.read(within, SIDE);
            return data;
        }

        @Override
        public String toString() {
            return "images:" + folder;
        }
    }

    private static ImageDataSet first(ImageDataSet data, int count) {
        return count < data.size() ? new FirstImages(data, count) : data;
    }

    /** Accepts {@code synthetic}, {@code cifar10:FOLDER} and {@code images:FOLDER}. */
    final class Name implements ITypeConverter<DataSource> {
        @Override
        public DataSource convert(String text) {
            String[] parts = text.split(":", 2);
            boolean named = parts.length == 2 && !parts[1].isEmpty();
            if (text.equals("synthetic")) {
                return new Synthetic();
            }
            try {
                if (named && parts[0].equals("cifar10")) {
                    return new Cifar(Path.of(parts[1]));
                }
                if (named && parts[0].equals("images")) {
                    return new Pictures(Path.of(parts[1]));
                }
            } catch (InvalidPathException e) {
                throw refused(text);
            }
            throw refused(text);
        }

        private static TypeConversionException refused(String text) {
            return new TypeConversionException("'" + text + "' is none of synthetic, cifar10:FOLDER and images:FOLDER");
        }
    }
}
