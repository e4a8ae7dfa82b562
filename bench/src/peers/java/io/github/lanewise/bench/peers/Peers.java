package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.Charts;
import io.github.lanewise.bench.report.Markdown;
import io.github.lanewise.bench.report.RecordJson;
import io.github.lanewise.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The command that measures our engine and networks beside other libraries. */
public final class Peers {

    private static final String USAGE = """
        Usage: java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \\
                    -cp benchmarks.jar io.github.lanewise.bench.peers.Peers [--quick] [--out FOLDER] [PART...]

        Measures Lanewise beside MKL, OpenBLAS, oneDNN, netlib and EJML, ONNX Runtime and PyTorch, all of them round
        by round in one run, and writes report.json, README.md and charts.

          PART          machine, gemm, networks, callers, start, agreement or layers; all where none is given. A part
                        replaces its earlier results in FOLDER and leaves those of the others
          --quick       less than three minutes for all parts
          --out FOLDER  where the files go; peers-results where it is not given
          --render      measures nothing, and writes README.md and the charts again
        """;

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Peers() {}

    private record Request(boolean quick, boolean render, Path folder, Set<Part> parts) {

        static Request parse(List<String> words) {
            boolean quick = words.contains("--quick");
            boolean render = words.contains("--render");
            int out = words.indexOf("--out");
            if (out == words.size() - 1) {
                throw new IllegalArgumentException("--out needs a folder");
            }
            List<String> names = new ArrayList<>(words);
            names.removeAll(List.of("--quick", "--render"));
            Path folder = Path.of("peers-results");
            if (out >= 0) {
                folder = Path.of(words.get(out + 1));
                names.removeAll(List.of("--out", words.get(out + 1)));
            }
            Set<Part> parts = names.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.noneOf(Part.class);
            names.forEach(name -> parts.add(Part.named(name)));
            return new Request(quick, render, folder, parts);
        }

        String command() {
            StringBuilder command = new StringBuilder("peers");
            if (quick) {
                command.append(" --quick");
            }
            if (parts.size() < Part.values().length) {
                parts.forEach(part -> command.append(' ').append(part.title()));
            }
            return command.toString();
        }
    }

    /** Ends with exit code 0, with 1 if something failed or computed a wrong result, with 2 for wrong usage. */
    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(USAGE);
            return;
        }
        Request request;
        try {
            request = Request.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println("peers: " + e.getMessage() + "; --help tells more");
            System.exit(WRONG_USAGE);
            return;
        }
        try {
            run(request);
            System.exit(0);
        } catch (IllegalStateException | IOException | RefusedException e) {
            System.err.println("peers: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(Request request) throws IOException, RefusedException {
        Files.createDirectories(request.folder());
        Path json = request.folder().resolve("report.json");
        if (!request.render()) {
            Findings findings = new Findings();
            try (Workplace workplace = Workplace.create()) {
                Bench bench = new Bench(workplace, request.quick() ? Pace.QUICK : Pace.FULL, System.out, Instant.now());
                for (Part part : request.parts()) {
                    part.run(bench, findings);
                }
            }
            Report measured = findings.report(request.command());
            Files.writeString(
                    json, RecordJson.write(Files.exists(json) ? read(json).with(measured) : measured));
        }
        Report report = read(json);
        List<String> charts = Charts.write(report, request.folder());
        Files.writeString(request.folder().resolve("README.md"), Markdown.of(report, charts));
        System.out.println(Markdown.of(report, List.of()));
    }

    private static Report read(Path json) throws IOException {
        return RecordJson.read(Files.readString(json), Report.class);
    }
}
