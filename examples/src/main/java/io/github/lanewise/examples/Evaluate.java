package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.data.Cifar10;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise evaluate}: the accuracy of a pretrained network on the test images of CIFAR-10. */
@Command(
        name = "evaluate",
        header = "Measure the accuracy of a network on CIFAR-10.",
        description =
                "Classifies the 10,000 test images. The last line of output is a JSON object with accuracy, images,"
                        + " seconds and imagesPerSecond; the time counts neither loading nor warming up.",
        footer = {
            "  lanewise evaluate --data cifar-10-batches-bin",
            "  lanewise evaluate --model resnet20-cifar10.safetensors --network resnet20 \\",
            "      --data cifar-10-batches-bin",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class Evaluate implements Callable<Integer> {
    @Mixin
    private PretrainedNetwork pretrained;

    @Mixin
    private TestImages testImages;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Stop after the first N images.")
    private int limit = Integer.MAX_VALUE;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        testImages.requireFit(pretrained.name(), pretrained.inputShape());
        Cifar10 images = testImages.read();
        int count = Math.min(limit, images.size());
        try (Workers workers = pretrained.workers();
                Classifier classifier = pretrained.load(workers)) {
            testImages.requireFit(classifier.name(), classifier.inputShape());
            if (classifier.classes() != Cifar10.CLASSES.size()) {
                throw new JobException(
                        classifier.name() + ": has " + classifier.classes() + " classes, CIFAR-10 has 10");
            }
            classifier.model().warmUp();
            float[] logits;
            double seconds;
            try (Progress progress = Progress.of(classifier.name(), " images", count)) {
                long start = System.nanoTime();
                logits = testImages.logits(classifier, images, count, progress::stepTo);
                seconds = (System.nanoTime() - start) / 1e9;
            }
            report(images, logits, count, seconds);
        }
        return ExitCode.OK;
    }

    private void report(Cifar10 images, float[] logits, int count, double seconds) {
        int classes = Cifar10.CLASSES.size();
        int right = 0;
        for (int image = 0; image < count; image++) {
            int answer = Ranking.of(logits, image * classes, classes).getFirst();
            right += answer == images.label(image) ? 1 : 0;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%,d of %,d images right%n", right, count);
        out.printf(
                Locale.ROOT,
                "{\"accuracy\":%s,\"images\":%d,\"seconds\":%.3f,\"imagesPerSecond\":%.1f}%n",
                (double) right / count,
                count,
                seconds,
                count / seconds);
    }
}
