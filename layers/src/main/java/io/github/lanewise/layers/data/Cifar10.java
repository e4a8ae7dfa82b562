package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The 50,000 training or 10,000 test images of CIFAR-10, 32 x 32 pixels, in its binary version. Krizhevsky 2009,
 * "Learning Multiple Layers of Features from Tiny Images".
 *
 * <p>Kept as bytes, 31 MB for each file.
 */
public final class Cifar10 implements ImageDataSet {
    /** The names of the labels 0 to 9. */
    public static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final List<String> TRAINING_FILES =
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");
    private static final List<String> TEST_FILES = List.of("test_batch.bin");

    private final List<CifarRecords> files;
    private final int[] starts;
    private final int size;

    private Cifar10(List<CifarRecords> files) {
        this.files = files;
        this.starts = new int[files.size()];
        int images = 0;
        for (int file = 0; file < starts.length; file++) {
            starts[file] = images;
            images = Math.addExact(images, files.get(file).size());
        }
        this.size = images;
    }

    /**
     * Reads one part.
     *
     * @param place the folder {@code cifar-10-batches-bin}, the folder around it, or the archive
     *     {@code cifar-10-binary.tar.gz}
     * @throws DataSetException if a file is absent, is not a whole number of records or has a label above 9; the message
     *     names the file, the byte and what to do
     */
    public static Cifar10 read(Path place, Part part) throws IOException {
        List<String> names = part == Part.TRAINING ? TRAINING_FILES : TEST_FILES;
        return new Cifar10(CifarFiles.read(place, names));
    }

    /** The training images, {@code data_batch_1.bin} to {@code data_batch_5.bin}, as {@link #read} does. */
    public static Cifar10 training(Path place) throws IOException {
        return read(place, Part.TRAINING);
    }

    /** The test images, {@code test_batch.bin}, as {@link #read} does. */
    public static Cifar10 test(Path place) throws IOException {
        return read(place, Part.TEST);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Shape imageShape() {
        return CifarRecords.IMAGE;
    }

    @Override
    public List<String> classNames() {
        return CLASSES;
    }

    @Override
    public int label(int index) {
        int file = file(Objects.checkIndex(index, size));
        return files.get(file).label(index - starts[file]);
    }

    @Override
    public void image(int index, float[] planes, int at) {
        int file = file(Objects.checkIndex(index, size));
        files.get(file).image(index - starts[file], planes, at);
    }

    private int file(int index) {
        int file = files.size() - 1;
        while (index < starts[file]) {
            file--;
        }
        return file;
    }
}
