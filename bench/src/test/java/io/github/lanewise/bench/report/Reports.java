package io.github.lanewise.bench.report;

import java.util.List;

/** A small report with every kind of result. */
final class Reports {

    static final String CPU = "Some \"CPU\"";

    private static final Spread PEAK = new Spread(98, 100, 101, 120);

    private Reports() {}

    static SpeedResult speed(String part, String workload, int threads, String contender, double rate) {
        return new SpeedResult(
                part,
                workload,
                threads,
                contender,
                2e6,
                new Spread(0.5 * rate, rate, 1.25 * rate, 1.5 * rate),
                PEAK,
                1e-7);
    }

    static Report full() {
        LayerResult layer = new LayerResult("conv1", "conv 3x3", "[1, 8, 8, 16]", "implicit im2col", 12, 10, 5e5, 2e4);
        LayerResult zeros = new LayerResult("conv1 padding", "zeros", "[1, 8, 8, 16]", "", 1, 1, 0, 0);
        return of(
                "all",
                List.of(
                        speed("machine", "triad", 1, "Java loop", 20),
                        speed("gemm", "64 64 64", 1, "Lanewise", 50),
                        speed("gemm", "64 64 64", 1, "MKL", 40),
                        speed("gemm", "64 64 64", 1, "naive loops", 2),
                        speed("gemm", "128 128 128", 1, "Lanewise", 80),
                        speed("networks", "resnet18, batch 1", 1, "Lanewise", 80),
                        speed("networks", "resnet18, batch 1", 1, "ONNX Runtime", 40),
                        speed("networks", "resnet18, batch 1", 2, "Lanewise", 150)),
                List.of(new CallersResult("resnet18", "Lanewise", 8, 1, 50.5, 160, 300)),
                List.of(new StartResult("resnet18", "Lanewise", 3, 1.5, 0.75, 30, 200, 300)),
                List.of(new AgreementResult("resnet20", "ONNX Runtime", 2, 1.25e-7, true)),
                List.of(new LayersResult("resnet50", 1, 1, 9, 100, 120, 110, 5, List.of(layer, zeros))),
                List.of(training("Lanewise", 250), training("PyTorch 1.13", 200)),
                List.of(new SkippedResult("training", "resnet20, batch 128", 2, "PyTorch", "no module | torch")));
    }

    /** Of 240 million operations an image. */
    private static TrainingResult training(String contender, double images) {
        Spread rate = new Spread(0.8 * images, images, 1.25 * images, 1.5 * images);
        return new TrainingResult("resnet20", 128, 1, contender, 2.4e8, rate, PEAK, 0.5, 170.25, 280, 1.5, 2.3457);
    }

    /** Nothing but these speeds. */
    static Report of(String command, List<SpeedResult> speeds) {
        return of(command, speeds, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static Report of(
            String command,
            List<SpeedResult> speeds,
            List<CallersResult> callers,
            List<StartResult> starts,
            List<AgreementResult> agreements,
            List<LayersResult> layers,
            List<TrainingResult> trainings,
            List<SkippedResult> skipped) {
        return new Report(
                "2026-01-31T10:00:00Z",
                CPU,
                2,
                "Linux amd64",
                "Some JVM",
                "SIMD",
                256,
                List.of(command),
                speeds,
                callers,
                starts,
                agreements,
                layers,
                trainings,
                skipped);
    }
}
