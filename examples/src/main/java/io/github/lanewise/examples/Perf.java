package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.onnx.Onnx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise perf}: how fast a model answers. */
@Command(
        name = "perf",
        header = "Measure how fast a model answers.",
        description = "Loads an ONNX model, or one of our networks with random weights, warms it up and runs it on"
                + " noise. Times to load and to the first answer count from the start of the job, random weights"
                + " excluded. The last line of output is a JSON object with p50Millis, minMillis, p95Millis, p99Millis,"
                + " imagesPerSecond, loadMillis, firstAnswerMillis and, where the system tells, peakMemoryBytes.",
        footer = {
            "  lanewise perf resnet50.onnx --threads 1",
            "  lanewise perf --network resnet50 --batch 8 --concurrency 2 --seconds 20",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class Perf implements Callable<Integer> {
    private static final double LONGEST_WARM_UP = 3;
    private static final int PERCENT = 100;

    @Parameters(paramLabel = "MODEL.onnx", arity = "0..1", description = "The model.")
    private @Nullable Path file;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            converter = NetworkName.class,
            description = "One of our networks instead: resnet20, resnet50 and so on.")
    private @Nullable Network network;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Images in a call, if the model leaves that open. Default: 1.")
    private @Nullable Integer batch;

    @Mixin
    private ExternalDataOption external;

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Callers at a time. Default: ${DEFAULT-VALUE}.")
    private int concurrency = 1;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "How long to measure. Default: ${DEFAULT-VALUE}.")
    private int seconds = 10;

    @Option(
            names = "--shape",
            paramLabel = "NAME=DIMS",
            converter = NamedShape.Converter.class,
            description = "Shape of an input that the model leaves open: image=1x3x224x224.")
    private List<NamedShape> shapes = List.of();

    @Spec
    private CommandSpec spec;

    /** Milliseconds from the start of the job. */
    private record Start(double load, double firstAnswer) {}

    @Override
    public Integer call() throws Exception {
        if ((file == null) == (network == null)) {
            throw new ParameterException(spec.commandLine(), "give either an ONNX model or --network");
        }
        if (network != null) {
            network.initialise(1);
        }
        long start = System.nanoTime();
        try (Workers workers = threads.workers();
                Model model = load(ModelOptions.standard()
                        .withWorkers(workers)
                        .withMaxPlans(
                                Math.max(concurrency, ModelOptions.standard().maxPlans())))) {
            double load = millisSince(start);
            SampleInputs inputs = SampleInputs.of(model.inputs(), batch, shapes);
            firstRun(model, inputs.data());
            Start times = new Start(load, millisSince(start));
            Runnable job = () -> model.run(inputs.data());
            LoadRun.of(job, concurrency, Math.min(seconds, LONGEST_WARM_UP), _ -> {});
            LoadRun run;
            try (Progress progress = Progress.of(title(), " %", PERCENT)) {
                run = LoadRun.of(
                        job, concurrency, seconds, share -> progress.stepTo((int) Math.min(PERCENT, PERCENT * share)));
                progress.stepTo(PERCENT);
            }
            report(times, run, inputs.batch());
        }
        return ExitCode.OK;
    }

    private String name() {
        return network == null ? String.valueOf(file) : network.name();
    }

    private String title() {
        return file == null ? name() : String.valueOf(file.getFileName());
    }

    private Model load(ModelOptions options) throws IOException {
        if (network != null) {
            return Model.compile(network, options);
        }
        return Onnx.load(Path.of(name()), external.options(options));
    }

    private void firstRun(Model model, Map<String, Data> inputs) throws IOException, JobException {
        try {
            model.run(inputs);
        } catch (IllegalArgumentException e) {
            throw new JobException(name() + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private void report(Start start, LoadRun run, int images) {
        Report report = new Report(spec.commandLine().getOut());
        OptionalLong peak = PeakMemory.bytes();
        double throughput = images * run.runsPerSecond();
        report.row("load", millis(start.load()));
        report.row("first answer", millis(start.firstAnswer()));
        report.row("latency, fastest", millis(run.millis(0)));
        report.row("latency, median", millis(run.millis(0.5)));
        report.row("latency, 95 %", millis(run.millis(0.95)));
        report.row("latency, 99 %", millis(run.millis(0.99)));
        report.row("runs", String.format(Locale.ROOT, "%,d of %d images each", run.sortedNanos().length, images));
        report.row("throughput", String.format(Locale.ROOT, "%,.1f images/s", throughput));
        peak.ifPresent(bytes -> report.row("peak memory", String.format(Locale.ROOT, "%,d MiB", bytes >> 20)));
        report.line(String.format(
                Locale.ROOT,
                "{\"p50Millis\":%.4f,\"minMillis\":%.4f,\"p95Millis\":%.4f,\"p99Millis\":%.4f,"
                        + "\"imagesPerSecond\":%.2f,\"loadMillis\":%.1f,\"firstAnswerMillis\":%.1f%s}",
                run.millis(0.5),
                run.millis(0),
                run.millis(0.95),
                run.millis(0.99),
                throughput,
                start.load(),
                start.firstAnswer(),
                peak.isPresent() ? ",\"peakMemoryBytes\":" + peak.getAsLong() : ""));
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%,.3f ms", value);
    }
}
