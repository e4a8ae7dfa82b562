package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Grey images of the idx format, as MNIST and Fashion-MNIST come in: one file of images, one of labels, also packed as
 * {@code .gz}.
 */
public final class IdxImages implements ImageDataSet {
    private static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    private static final List<String> CLOTHES = List.of(
            "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot");

    private final IdxFile images;
    private final IdxFile labels;
    private final List<String> classNames;

    private IdxImages(IdxFile images, IdxFile labels, List<String> classNames) {
        this.images = images;
        this.labels = labels;
        this.classNames = List.copyOf(classNames);
    }

    /**
     * Reads two files.
     *
     * @throws DataSetException if they are cut short, do not belong together or have a label without a name; the
     *     message names the file, the place and what to do
     */
    public static IdxImages read(Path images, Path labels, List<String> classNames) throws IOException {
        IdxFile pixels = IdxFile.read(images, 3);
        IdxFile classes = IdxFile.read(labels, 1);
        if (pixels.dimensions()[0] != classes.dimensions()[0]) {
            throw new DataSetException(labels + ": " + classes.dimensions()[0] + " labels, but " + images + " has "
                    + pixels.dimensions()[0] + " images; take two files of the same part");
        }
        for (int index = 0; index < classes.elements().length; index++) {
            int label = Byte.toUnsignedInt(classes.elements()[index]);
            if (label >= classNames.size()) {
                throw new DataSetException(labels + ": label " + index + " is " + label + ", the largest is "
                        + (classNames.size() - 1) + "; is this the file of " + classNames.size() + " classes?");
            }
        }
        return new IdxImages(pixels, classes, classNames);
    }

    /** MNIST's handwritten digits, {@code train-images-idx3-ubyte} and so on in a folder; errors as {@link #read}. */
    public static IdxImages mnist(Path folder, Part part) throws IOException {
        return read(folder, part, DIGITS);
    }

    /** Fashion-MNIST's clothes, with the same file names. */
    public static IdxImages fashionMnist(Path folder, Part part) throws IOException {
        return read(folder, part, CLOTHES);
    }

    private static IdxImages read(Path folder, Part part, List<String> classNames) throws IOException {
        String name = part == Part.TRAINING ? "train" : "t10k";
        return read(find(folder, name + "-images", 3), find(folder, name + "-labels", 1), classNames);
    }

    /** The names in use: with a hyphen or a dot, packed or not. */
    private static Path find(Path folder, String name, int rank) throws IOException {
        String type = "idx" + rank + "-ubyte";
        for (String ending : List.of("-" + type, "." + type, "-" + type + ".gz", "." + type + ".gz")) {
            Path file = folder.resolve(name + ending);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new DataSetException(folder.resolve(name + "-" + type)
                + ": there is no such file, nor one with .gz; name the folder with the four files");
    }

    @Override
    public int size() {
        return images.dimensions()[0];
    }

    @Override
    public Shape imageShape() {
        return Shape.of(images.dimensions()[1], images.dimensions()[2], 1);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return Byte.toUnsignedInt(labels.elements()[Objects.checkIndex(index, size())]);
    }

    @Override
    public void image(int index, float[] planes, int at) {
        int pixels = images.dimensions()[1] * images.dimensions()[2];
        UnsignedBytes.copy(images.elements(), Objects.checkIndex(index, size()) * pixels, pixels, planes, at);
    }
}
