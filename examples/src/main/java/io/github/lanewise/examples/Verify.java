package io.github.lanewise.examples;

import io.github.lanewise.examples.OnnxTest.Outcome;
import io.github.lanewise.examples.OnnxTest.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise verify}: ONNX's own tests, or others that are laid out like them. */
@Command(
        name = "verify",
        header = "Check ONNX models against expected outputs.",
        description = "Runs tests as ONNX lays them out: folders with model.onnx, test_data_set_*/input_*.pb and"
                + " output_*.pb. An output passes if each value is within atol + rtol * |expected|. Exit code 1 if a"
                + " test fails; the last line of output is a JSON object with passed, failed and unsupported.",
        footer = {"  lanewise verify onnx-tests/node onnx-tests/simple", Lanewise.ALIAS})
@SuppressWarnings("NullAway.Init") // set by picocli
final class Verify implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", arity = "1..*", description = "Folders of tests, or of folders with tests.")
    private List<Path> folders;

    @Option(
            names = "--rtol",
            paramLabel = "X",
            converter = NonNegativeNumber.class,
            description = "Default: ${DEFAULT-VALUE}, as ONNX's own runner.")
    private double relative = 1e-3;

    @Option(
            names = "--atol",
            paramLabel = "X",
            converter = NonNegativeNumber.class,
            description = "Default: ${DEFAULT-VALUE}, as ONNX's own runner.")
    private double absolute = 1e-7;

    @Mixin
    private ExternalDataOption external;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<OnnxTest> tests = new ArrayList<>();
        for (Path folder : folders) {
            int before = tests.size();
            collect(folder, tests);
            if (tests.size() == before) {
                throw new JobException(folder + ": holds no test, no folder with a model.onnx");
            }
        }
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (OnnxTest test : tests) {
            Verdict verdict = test.run(new Tolerance(relative, absolute), external.externalData());
            counts.merge(verdict.outcome(), 1, Integer::sum);
            print(test, verdict);
        }
        int failed = counts.getOrDefault(Outcome.FAIL, 0);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "{\"passed\":%d,\"failed\":%d,\"unsupported\":%d}%n",
                counts.getOrDefault(Outcome.PASS, 0),
                failed,
                counts.getOrDefault(Outcome.UNSUPPORTED, 0));
        out.flush();
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Adds the tests at or below a folder, in the order of their names. */
    private static void collect(Path folder, List<OnnxTest> tests) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? new IOException(folder + ": is not a folder")
                    : new NoSuchFileException(folder.toString());
        }
        if (OnnxTest.isTest(folder)) {
            tests.add(new OnnxTest(folder));
            return;
        }
        List<Path> below;
        try (Stream<Path> entries = Files.list(folder)) {
            below = entries.filter(Files::isDirectory).sorted().toList();
        }
        for (Path entry : below) {
            collect(entry, tests);
        }
    }

    private void print(OnnxTest test, Verdict verdict) {
        PrintWriter out = spec.commandLine().getOut();
        Path name = test.folder().toAbsolutePath().normalize().getFileName();
        out.printf(
                Locale.ROOT,
                "%-12s %s%s%n",
                verdict.outcome().name().toLowerCase(Locale.ROOT),
                name,
                verdict.reason().isEmpty() ? "" : ": " + verdict.reason());
        out.flush();
    }
}
