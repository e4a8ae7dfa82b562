package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.Machine;
import io.github.lanewise.bench.report.Charts;
import io.github.lanewise.bench.report.Markdown;
import io.github.lanewise.bench.report.RecordJson;
import io.github.lanewise.bench.report.Report;
import io.github.lanewise.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The command that measures our engine and networks beside other libraries. */
public final class Peers {

    private static final String USAGE = """
        Usage: java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \\
                    -cp benchmarks.jar io.github.lanewise.bench.peers.Peers [--quick] [--out FOLDER] [PART...]

        Measures Lanewise beside MKL, OpenBLAS, oneDNN, netlib and EJML, ONNX Runtime and PyTorch, all of them round
        by round in one run, and writes report.json, README.md and charts.

          PART          machine, gemm, networks, callers, start, agreement, layers or training; all where none is given.
                        A part replaces its earlier results in FOLDER and leaves those of the others
          --quick       less than three minutes for all parts
          --out FOLDER  where the files go; peers-results where it is not given
          --render      measures nothing, and writes README.md and the charts again
        """;

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Peers() {}

    /** Ends with exit code 0, with 1 if something failed or computed a wrong result, with 2 for wrong usage. */
    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(USAGE);
            return;
        }
        PeersRequest request;
        try {
            request = PeersRequest.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println("peers: " + e.getMessage() + "; --help tells more");
            System.exit(WRONG_USAGE);
            return;
        }
        try {
            run(request);
            System.exit(0);
        } catch (IllegalArgumentException
                | IllegalStateException
                | IOException
                | UncheckedIOException
                | RefusedException e) {
            System.err.println("peers: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(PeersRequest request) throws IOException, RefusedException {
        Files.createDirectories(request.folder());
        Path json = request.folder().resolve("report.json");
        if (!request.render()) {
            measure(request, json);
        }
        if (!Files.exists(json)) {
            throw new IllegalStateException(
                    "there is no " + json + " to render; measure first, or name its folder by --out");
        }
        Report report = read(json);
        List<String> charts = Charts.write(report, request.folder());
        Files.writeString(request.folder().resolve("README.md"), Markdown.of(report, charts));
        System.out.println(Markdown.of(report, List.of()));
    }

    /** Measures part by part and writes the report after each, so that a part that fails takes no other with it. */
    private static void measure(PeersRequest request, Path json) throws IOException, RefusedException {
        Machine machine = Machine.here();
        Report earlier = Files.exists(json) ? read(json) : null;
        if (earlier != null) {
            earlier.requireMachine(machine.cpu(), machine.engine().vectorBits());
        }
        Engine.awaitKernels(); // nothing of this process shall compile while others are measured
        Findings findings = new Findings(machine);
        Set<Part> measured = EnumSet.noneOf(Part.class);
        try (Workplace workplace = Workplace.create()) {
            Bench bench = new Bench(workplace, request.quick() ? Pace.QUICK : Pace.FULL, System.out, Instant.now());
            for (Part part : request.parts()) {
                part.run(bench, findings);
                measured.add(part);
                Report report = findings.report(request.command(measured));
                Files.writeString(
                        json, RecordJson.write(earlier == null ? report : earlier.with(report, titles(measured))));
            }
            bench.tell("done");
        }
    }

    private static Set<String> titles(Set<Part> parts) {
        return parts.stream().map(Part::title).collect(Collectors.toSet());
    }

    private static Report read(Path json) throws IOException {
        return RecordJson.read(Files.readString(json), Report.class);
    }
}
