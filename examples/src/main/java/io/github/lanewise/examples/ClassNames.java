package io.github.lanewise.examples;

import io.github.lanewise.layers.data.Cifar10;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What the classes of a network are called. */
final class ClassNames {
    private ClassNames() {}

    /** The names of CIFAR-10 for ten classes, else {@code class 0}, {@code class 1}, ... */
    static List<String> of(Classifier network) {
        return network.classes() == Cifar10.CLASSES.size()
                ? Cifar10.CLASSES
                : IntStream.range(0, network.classes())
                        .mapToObj(index -> "class " + index)
                        .toList();
    }

    /** Those that {@code train} left beside a model, if they are as many as it has classes, else as {@link #of}. */
    static List<String> beside(Path model, Classifier network) throws IOException, JobException {
        Path file = model.resolveSibling(TrainedFiles.CLASSES);
        List<String> names = Files.isRegularFile(file) ? lines(file) : List.of();
        return names.size() == network.classes() ? names : of(network);
    }

    /** The lines of a UTF-8 file, which must be as many as the network has classes. */
    static List<String> read(Path file, Classifier network) throws IOException, JobException {
        List<String> names = lines(file);
        if (names.size() != network.classes()) {
            throw new JobException(file + ": " + names.size() + " lines, but " + network.name() + " has "
                    + network.classes() + " classes");
        }
        return names;
    }

    private static List<String> lines(Path file) throws IOException, JobException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new JobException(file + ": is not UTF-8 text", e);
        }
    }
}
