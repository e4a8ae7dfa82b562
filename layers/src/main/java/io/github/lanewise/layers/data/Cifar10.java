package io.github.lanewise.layers.data;

import io.github.lanewise.layers.Preprocessing;
import io.github.lanewise.layers.Preprocessing.Normalisation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Labelled images of CIFAR-10's binary format: records of one label from 0 to 9, then 1,024 red, 1,024 green and 1,024
 * blue bytes, row by row. Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
 *
 * <p>Kept as bytes; images become floats when they are asked for, so that a loop over batches needs no more memory than
 * a batch. Immutable.
 */
public final class Cifar10 {
    /** The names of the labels 0 to 9. */
    public static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    /** Floats of one image, {@code 3 * 32 * 32}. */
    public static final int IMAGE_FLOATS = 3 * 32 * 32;

    private static final int PLANE = 32 * 32;
    private static final int RECORD = 1 + IMAGE_FLOATS;

    private final byte[] records;

    private Cifar10(byte[] records) {
        this.records = records;
    }

    /** The test images, {@code test_batch.bin} of the folder; errors as for {@link #read}. */
    public static Cifar10 test(Path folder) throws IOException {
        return read(List.of(folder.resolve("test_batch.bin")));
    }

    /** The training images, {@code data_batch_1.bin} to {@code data_batch_5.bin}; errors as for {@link #read}. */
    public static Cifar10 training(Path folder) throws IOException {
        return read(IntStream.rangeClosed(1, 5)
                .mapToObj(number -> folder.resolve("data_batch_" + number + ".bin"))
                .toList());
    }

    /**
     * The images of all files, one after the other.
     *
     * @throws IOException if a file is absent, is not a whole number of records or has a label above 9; the message
     *     names the file and the byte
     */
    public static Cifar10 read(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += checkedSize(file);
        }
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IOException(
                    files.size() + " CIFAR-10 files of " + bytes + " bytes are too large to be held in memory");
        }
        byte[] records = new byte[(int) bytes];
        int at = 0;
        for (Path file : files) {
            at = append(file, records, at);
        }
        return new Cifar10(records);
    }

    private static long checkedSize(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        long size = Files.size(file);
        if (size == 0 || size % RECORD != 0) {
            throw new IOException(file + ": " + size + " bytes are not CIFAR-10 records of " + RECORD
                    + " bytes; the record at byte " + size / RECORD * RECORD + " is cut short");
        }
        return size;
    }

    private static int append(Path file, byte[] records, int from) throws IOException {
        int size = (int) checkedSize(file);
        try (InputStream in = Files.newInputStream(file)) {
            if (in.readNBytes(records, from, size) < size) {
                throw new IOException(file + ": became shorter while it was read");
            }
        }
        for (int label = 0; label < size; label += RECORD) {
            int value = Byte.toUnsignedInt(records[from + label]);
            if (value >= CLASSES.size()) {
                throw new IOException(
                        file + ": label " + value + " at byte " + label + ", the largest is " + (CLASSES.size() - 1));
            }
        }
        return from + size;
    }

    public int size() {
        return records.length / RECORD;
    }

    public int label(int image) {
        return records[Objects.checkIndex(image, size()) * RECORD];
    }

    /** The normalised images from {@code first} on, {@code [count, 3, 32, 32]}. */
    public float[] images(int first, int count, Preprocessing preprocessing) {
        float[] images = new float[Math.multiplyExact(count, IMAGE_FLOATS)];
        images(first, count, preprocessing, images);
        return images;
    }

    /** The same into the beginning of an array. */
    public void images(int first, int count, Preprocessing preprocessing, float[] target) {
        Objects.checkFromIndexSize(first, count, size());
        for (int image = 0; image < count; image++) {
            int from = (first + image) * RECORD + 1;
            int to = image * IMAGE_FLOATS;
            for (Normalisation channel : preprocessing.channels()) {
                for (int pixel = 0; pixel < PLANE; pixel++) {
                    target[to++] = channel.of(Byte.toUnsignedInt(records[from++]));
                }
            }
        }
    }
}
