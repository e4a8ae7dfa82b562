package io.github.lanewise.examples;

import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.EngineDescription;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.data.SyntheticImages;
import io.github.lanewise.layers.residual.ResNet;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lanewise tour}: the engine and a network at work, without any data. */
@Command(
        name = "tour",
        header = "Show the engine and a ResNet-18 at work; needs no data.",
        description = "Describes the engine, runs a matrix product and a convolution against naive loops, a ResNet-18"
                + " with random weights on one and two threads, and trains a ResNet-8 on generated images."
                + " Takes about a minute.",
        footer = {"  lanewise tour", Lanewise.ALIAS})
@SuppressWarnings("NullAway.Init") // set by picocli
final class Tour implements Callable<Integer> {
    private static final long SEED = 18;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JobException, IOException {
        Report report = new Report(spec.commandLine().getOut());
        report.line("Lanewise: residual networks on the JVM, in Java alone. A tour of a minute.");
        report.title("1. The engine; compiling its kernels takes a second or two ...");
        EngineDescription engine = Engine.describe();
        boolean simd = engine.tier().equals("SIMD");
        report.engine(engine);
        if (!simd) {
            slow(report);
        }
        int size = simd ? 512 : 256;
        report.title("2. Matrix product, " + size + " cubed, one thread; some seconds ...");
        TourGemm.compare(size).print(report, peak(simd));
        int channels = simd ? 64 : 16;
        int side = simd ? 56 : 28;
        report.title("3. Convolution 3x3, " + channels + " channels, " + side + " x " + side
                + " pixels, one thread; some seconds ...");
        TourConvolution.compare(channels, side).print(report, peak(simd));
        report.title("4. ResNet-18, random weights; some seconds to warm up ...");
        network(report);
        int steps = simd ? 150 : 5;
        report.title("5. Training a ResNet-8 on generated images, " + steps + " steps; some seconds ...");
        training(report, steps);
        report.line("");
        report.line("Next: --help shows the other commands, such as classify for your own pictures.");
        return ExitCode.OK;
    }

    private static void slow(Report report) {
        report.line("");
        report.line("  This is plain Java, many times slower than SIMD; \"why\" names the reason.");
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            report.line("  The fast way to start the tour:");
            report.line("  java --add-modules jdk.incubator.vector -jar examples/target/lanewise.jar tour");
        }
    }

    private static OptionalDouble peak(boolean simd) {
        return simd ? OptionalDouble.of(FmaPeak.measure()) : OptionalDouble.empty();
    }

    private static void network(Report report) throws JobException {
        Network network = ResNet.imagenet(18).initialise(SEED);
        float[] image = new SyntheticImages(SEED, 1, Part.TEST, 224).images(0, 1, network.preprocessing());
        report.row("parameters", String.format(Locale.ROOT, "%,d", network.parameterCount()));
        TourNetwork one = TourNetwork.run(network, image, 1);
        report.row("one thread", latency(one));
        TourNetwork two = TourNetwork.run(network, image, 2);
        report.row("two threads", latency(two));
        if (!one.hash().equals(two.hash())) {
            throw new JobException("one and two threads give different bits: " + one.hash() + " and " + two.hash());
        }
        report.row("same bits", "one and two threads agree to the bit, hash " + one.hash());
    }

    private static void training(Report report, int steps) throws IOException {
        TrainingSummary summary = TourTraining.train(steps);
        report.row("speed", String.format(Locale.ROOT, "%,.0f images per second", summary.imagesPerSecond()));
        report.row(
                "accuracy",
                String.format(
                        Locale.ROOT,
                        "%.0f %% of the test images after %.0f seconds; guessing gives 10 %%",
                        100 * (1 - summary.testError()),
                        summary.seconds()));
    }

    private static String latency(TourNetwork network) {
        RunTimes times = network.times();
        return String.format(Locale.ROOT, "%8.2f ms per image, median of %d", 1e3 * times.median(), times.runs());
    }
}
