package io.github.lanewise.bench;

import io.github.lanewise.bench.report.LayersResult;
import io.github.lanewise.bench.report.LayersTable;
import io.github.lanewise.bench.report.RecordJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The command that prints the table of all benchmarks, or hands over to JMH. */
public final class Main {

    private static final String USAGE = """
        Usage: java --add-modules jdk.incubator.vector -jar benchmarks.jar [--quick] [--json FILE] [FILTER]
               java --add-modules jdk.incubator.vector -jar benchmarks.jar --layers NETWORK [--batch N] [--threads N]
               java --add-modules jdk.incubator.vector -jar benchmarks.jar --guard FOLDER [--quick] [FILTER]
               java --add-modules jdk.incubator.vector -jar benchmarks.jar --jmh [JMH OPTIONS]

        Measures micro-kernels, matrix products, convolutions and networks on one thread, checks their results
        against the naive loops and prints GFLOP/s, the part of the FMA peak at the same time and the speed-up.

          --quick      one virtual machine for each group of rows and short times; less than three minutes in all
          --json FILE  also writes the figures, the machine and the command to FILE
          FILTER       only the rows whose group and name contain it, such as: gemm square 1024
          --layers     measures the steps of a network, such as resnet50: time, part of the peak, bytes, algorithm
          --guard      compares the parts of the peak with those of the latest report in FOLDER that was made on a
                       machine like this one, and fails when one has lost more than a tenth
          --jmh        runs the JMH benchmarks over all shapes; JMH's own options follow, -h lists them
        """;

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /** Ends with exit code 0, with 1 if a benchmark fails or computes something wrong, with 2 for wrong usage. */
    public static void main(String[] args) throws IOException {
        if (args.length > 0 && args[0].equals("--jmh")) {
            org.openjdk.jmh.Main.main(jmhArguments(Arrays.copyOfRange(args, 1, args.length)));
        } else {
            System.exit(run(System.out, System.err, args));
        }
    }

    static int run(PrintStream out, PrintStream err, String... args) {
        Request request;
        try {
            request = Request.parse(args);
        } catch (IllegalArgumentException e) {
            err.println("benchmarks: " + e.getMessage() + "; --help tells more");
            return WRONG_USAGE;
        }
        if (request.help()) {
            out.print(USAGE);
            return DONE;
        }
        try {
            if (request.layers() != null) {
                layers(request.layers(), request, out);
                return DONE;
            }
            if (request.baselines() != null) {
                return Guard.run(request, request.baselines(), out) ? DONE : FAILED;
            }
            report(request, out);
            return DONE;
        } catch (IllegalStateException | IOException e) {
            err.println("benchmarks: " + e.getMessage());
            return FAILED;
        }
    }

    private static void layers(Request.Layers layers, Request request, PrintStream out) throws IOException {
        requireVectors();
        LayersResult result = LayerTimes.of(
                layers.network(),
                layers.batch(),
                layers.threads(),
                request.effort().layersTime());
        out.print(LayersTable.text(result));
        if (request.json() != null) {
            Files.writeString(request.json(), RecordJson.write(result));
        }
    }

    /** {@link IllegalStateException} where the peak cannot be measured. */
    static void requireVectors() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            throw new IllegalStateException("the FMA peak is measured with --add-modules jdk.incubator.vector only");
        }
    }

    private static void report(Request request, PrintStream out) throws IOException {
        requireVectors();
        Machine machine = Machine.here();
        out.println(machine);
        List<Row> rows = new ArrayList<>();
        for (RowGroup group : request.groups()) {
            List<Row> groupRows = new ArrayList<>();
            for (int fork = 1; fork <= request.effort().forks(); fork++) {
                groupRows.addAll(ForkedGroup.run(group, fork, request.effort(), request.filter()));
            }
            out.println();
            out.print(Table.of(group, groupRows));
            rows.addAll(groupRows);
        }
        if (request.json() != null) {
            Files.writeString(request.json(), Json.of(machine, request.command(machine), rows));
        }
    }

    /** The arguments for JMH: those given, and all shapes of our lists where none are given. */
    static String[] jmhArguments(String... args) {
        List<String> arguments = new ArrayList<>(List.of(args));
        addShapes(arguments, GemmBenchmark.SHAPE, "squares", "flat", "resnet50");
        addShapes(arguments, ConvolutionBenchmark.LAYER, "resnet20-convolutions", "resnet50-convolutions");
        addShapes(arguments, NetworkBenchmark.NETWORK, "networks");
        return arguments.toArray(String[]::new);
    }

    private static void addShapes(List<String> arguments, String parameter, String... lists) {
        if (arguments.stream().noneMatch(argument -> argument.contains(parameter + "="))) {
            List<String> shapes = Stream.of(lists)
                    .flatMap(list -> Shapes.lines(list).stream())
                    .toList();
            arguments.addAll(List.of("-p", parameter + "=" + String.join(",", shapes)));
        }
    }
}
