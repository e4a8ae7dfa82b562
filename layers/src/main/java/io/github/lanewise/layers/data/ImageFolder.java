package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/**
 * Pictures in folders, one folder for each class: {@code FOLDER/cat/one.png}, {@code FOLDER/dog/two.jpg}. Classes are
 * numbered by the order of their names; files other than PNG and JPEG, and hidden ones, are passed over.
 *
 * <p>The shorter side is resized and the centre square cut out. A picture is decoded when it is first asked for, and kept
 * as bytes if all of them fit into 256 MB, else decoded again every time.
 */
public final class ImageFolder implements ImageDataSet {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg");
    private static final long KEPT_BYTES = 256L << 20;

    private final List<String> classNames;
    private final List<Path> files;
    private final int[] labels;
    private final int side;
    private final AtomicReferenceArray<byte[]> kept;
    private final boolean keeps;

    private ImageFolder(List<String> classNames, List<Path> files, int[] labels, int side) {
        this.classNames = List.copyOf(classNames);
        this.files = List.copyOf(files);
        this.labels = labels;
        this.side = side;
        this.keeps = (long) files.size() * RgbImage.CHANNELS * side * side <= KEPT_BYTES;
        this.kept = new AtomicReferenceArray<>(keeps ? files.size() : 0);
    }

    /**
     * Lists the pictures.
     *
     * @param side pixels of the square that every picture becomes
     * @throws DataSetException if there is no such folder, no class in it, or a class without pictures
     */
    public static ImageFolder read(Path folder, int side) throws IOException {
        if (side < 1) {
            throw new IllegalArgumentException("squares of " + side + " pixels");
        }
        List<Path> classes = entries(folder).filter(Files::isDirectory).toList();
        if (classes.isEmpty()) {
            throw new DataSetException(folder + ": holds no folders; there must be one for each class");
        }
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            List<Path> pictures =
                    entries(classes.get(label)).filter(ImageFolder::isPicture).toList();
            if (pictures.isEmpty()) {
                throw new DataSetException(
                        classes.get(label)
                                + ": holds no PNG or JPEG files; put some there, or remove the folder, for it stands for a class");
            }
            files.addAll(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                labels.add(label);
            }
        }
        List<String> names =
                classes.stream().map(path -> String.valueOf(path.getFileName())).toList();
        return new ImageFolder(
                names, files, labels.stream().mapToInt(Integer::intValue).toArray(), side);
    }

    /** What is in a folder and not hidden, by name. */
    private static Stream<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries
                    .filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
                    .sorted()
                    .toList()
                    .stream();
        } catch (NotDirectoryException e) {
            throw new DataSetException(
                    folder + ": is no folder; name the folder that holds one folder for each class", e);
        } catch (NoSuchFileException e) {
            throw new DataSetException(folder + ": there is no such folder", e);
        }
    }

    private static boolean isPicture(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(file);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape imageShape() {
        return Shape.of(side, side, RgbImage.CHANNELS);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void image(int index, float[] planes, int at) {
        byte[] samples = planes(index);
        UnsignedBytes.copy(samples, 0, samples.length, planes, at);
    }

    private byte[] planes(int index) {
        byte[] known = keeps ? kept.get(index) : null;
        if (known != null) {
            return known;
        }
        byte[] planes = decode(files.get(index));
        if (keeps) {
            kept.set(index, planes);
        }
        return planes;
    }

    /** {@code [3, side, side]}. */
    private byte[] decode(Path file) {
        RgbImage square;
        try {
            square = ImagePreparation.square(ImageFile.read(file), side, side);
        } catch (IOException e) {
            String problem = e.getMessage() + "; replace the file, or take it out of the folder";
            throw new UncheckedIOException(problem, new DataSetException(problem, e));
        }
        byte[] planes = new byte[square.samples().length];
        int pixels = side * side;
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
                planes[channel * pixels + pixel] = square.samples()[pixel * RgbImage.CHANNELS + channel];
            }
        }
        return planes;
    }
}
