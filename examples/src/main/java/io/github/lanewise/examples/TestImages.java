package io.github.lanewise.examples;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.data.Cifar10;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options {@code --data} and {@code --batch}: test images of CIFAR-10, run through a model batch by batch. */
@SuppressWarnings("NullAway.Init") // set by picocli
final class TestImages {
    private static final Shape IMAGE = Shape.of(32, 32, 3);

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FOLDER",
            description = "CIFAR-10 in its binary format: the folder with test_batch.bin.")
    private Path folder;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Images that run through the network at a time; the result is the same for any number."
                    + " Default: ${DEFAULT-VALUE}.")
    private int batch = 16;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What {@code --data} names. */
    Path file() {
        return folder;
    }

    /** Reads the test images. */
    Cifar10 read() throws IOException {
        return Cifar10.test(folder);
    }

    /** Refuses a network whose images have another shape; nothing happens if it is not known. */
    void requireFit(String network, @Nullable Shape inputShape) {
        if (inputShape != null && !inputShape.equals(IMAGE)) {
            String problem = network + " takes images " + inputShape + ", CIFAR-10 has " + IMAGE;
            throw new ParameterException(command.commandLine(), problem);
        }
    }

    /**
     * The logits of the first images, {@code [count, classes]}.
     *
     * @param progress is told after every batch how many images are done
     */
    float[] logits(Classifier classifier, Cifar10 images, int count, IntConsumer progress) {
        float[] logits = new float[Math.multiplyExact(count, classifier.classes())];
        for (int first = 0; first < count; first += batch) {
            int size = Math.min(batch, count - first);
            float[] result = classifier.model().run(images.images(first, size, classifier.preprocessing()), size);
            System.arraycopy(result, 0, logits, first * classifier.classes(), result.length);
            progress.accept(first + size);
        }
        return logits;
    }
}
