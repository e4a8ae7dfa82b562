package io.github.lanewise.examples;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.data.ImageFile;
import io.github.lanewise.layers.data.ImagePreparation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise classify}: what is on a picture. */
@Command(
        name = "classify",
        header = "Say what is on pictures.",
        description =
                "Prints the five most probable classes of each picture. A picture is prepared as the network expects"
                        + " it: shorter side resized, centre cut out, channels normalised.",
        footer = {
            "  lanewise classify frog.png",
            "  lanewise classify --model resnet20.safetensors --network resnet20 frog.png",
            "  lanewise classify --model resnet50.safetensors --network resnet50 \\",
            "      --labels imagenet_classes.txt dog.jpg cat.jpg",
            "  lanewise classify --model mobilenet.onnx --preprocess tensorflow dog.jpg",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class Classify implements Callable<Integer> {
    private static final int SHOWN = 5;

    @Mixin
    private PretrainedNetwork pretrained;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "Names of the classes, one per line. Default: classes.txt beside the model, as train leaves it;"
                            + " else those of CIFAR-10 for ten classes.")
    private @Nullable Path labels;

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "PNG or JPEG files of at most 64 million pixels.")
    private List<Path> images;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Workers workers = pretrained.workers();
                Classifier classifier = pretrained.load(workers)) {
            List<String> names = classNames(classifier);
            for (Path image : images) {
                print(image, probabilities(image, classifier), names);
            }
        }
        return ExitCode.OK;
    }

    private List<String> classNames(Classifier classifier) throws IOException, JobException {
        if (labels != null) {
            return ClassNames.read(labels, classifier);
        }
        Path model = pretrained.file();
        return model == null ? ClassNames.of(classifier) : ClassNames.beside(model, classifier);
    }

    private static float[] probabilities(Path image, Classifier classifier) throws IOException {
        float[] input = ImagePreparation.apply(ImageFile.read(image), classifier.preprocessing());
        Tensor probabilities = Tensor.of(classifier.model().run(input, 1), 1, classifier.classes());
        if (!classifier.givesProbabilities()) {
            Elementwise.softmax(probabilities, probabilities, Workers.single());
        }
        return probabilities.toArray();
    }

    private void print(Path image, float[] probabilities, List<String> names) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(image);
        List<Integer> ranking = Ranking.of(probabilities, 0, probabilities.length);
        for (int index : ranking.subList(0, Math.min(SHOWN, ranking.size()))) {
            out.printf(Locale.ROOT, "  %6.2f %%  %s%n", 100 * probabilities[index], names.get(index));
        }
        out.flush();
    }
}
