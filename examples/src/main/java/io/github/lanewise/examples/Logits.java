package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.data.Cifar10;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.format.Safetensors;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise logits}: what a network says about test images, for comparison with other libraries. */
@Command(
        name = "logits",
        header = "Write the logits of CIFAR-10 images to a file.",
        description = "Writes what a network says about the first test images to a safetensors file, to compare it with"
                + " another library: the tensor \"logits\" [images, classes], and the true classes \"labels\""
                + " [images].",
        footer = {
            "  lanewise logits --model resnet20-cifar10.safetensors --network resnet20 \\",
            "      --data cifar-10-batches-bin --count 256 --output logits.safetensors",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class Logits implements Callable<Integer> {
    @Mixin
    private PretrainedNetwork pretrained;

    @Mixin
    private TestImages testImages;

    @Option(
            names = "--count",
            required = true,
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "How many images, from the first one on.")
    private int count;

    @Mixin
    private OutputFile output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path target = output.besides(pretrained.file(), testImages.file());
        testImages.requireFit(pretrained.name(), pretrained.inputShape());
        Cifar10 images = testImages.read();
        if (count > images.size()) {
            throw new ParameterException(
                    spec.commandLine(), "--count " + count + " exceeds the " + images.size() + " test images");
        }
        try (Workers workers = pretrained.workers();
                Classifier classifier = pretrained.load(workers)) {
            testImages.requireFit(classifier.name(), classifier.inputShape());
            float[] logits = testImages.logits(classifier, images, count, _ -> {});
            Tensor values = Tensor.of(logits, count, classifier.classes());
            Map<String, Tensor> tensors = Map.of("logits", values, "labels", labels(images));
            Safetensors.write(target, tensors, Map.of("network", classifier.name()));
        }
        spec.commandLine().getOut().printf(Locale.ROOT, "%s: logits of %,d images%n", target, count);
        return ExitCode.OK;
    }

    private Tensor labels(ImageDataSet images) {
        float[] labels = new float[count];
        for (int image = 0; image < count; image++) {
            labels[image] = images.label(image);
        }
        return Tensor.of(labels, count);
    }
}
