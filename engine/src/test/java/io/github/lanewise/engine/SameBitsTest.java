package io.github.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.engine.testkit.Results;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link SameBitsProgram} under many flags, each time in a virtual machine of its own, two at a time. */
class SameBitsTest {
    private static final boolean X86 = System.getProperty("os.arch").matches("amd64|x86_64");
    private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";
    private static final String SCALAR_TIER = "-Dlanewise.tier=scalar";
    private static final String WITHOUT_C2 = "-XX:TieredStopAtLevel=1";
    private static final String COMPILED = "-Dlanewise.start=compiled";
    private static final String AT_ONCE = "-Dlanewise.start=at-once";
    private static final String WITHOUT_FMA = "-XX:-UseFMA";

    private static final ExecutorService FORKS = Executors.newFixedThreadPool(2);
    private static final Map<List<String>, Future<Map<String, String>>> REPORTS = new HashMap<>();

    @BeforeAll
    static void forkAll() {
        fork(VECTOR_MODULE);
        for (int avx = 1; X86 && avx <= 3; avx++) {
            fork(VECTOR_MODULE, "-XX:UseAVX=" + avx);
        }
        for (int bytes = 16; bytes <= 64; bytes *= 2) {
            fork(VECTOR_MODULE, "-XX:MaxVectorSize=" + bytes);
        }
        fork(VECTOR_MODULE, AT_ONCE);
        fork(VECTOR_MODULE, SCALAR_TIER);
        fork(VECTOR_MODULE, WITHOUT_C2);
        fork(VECTOR_MODULE, WITHOUT_FMA);
        fork();
    }

    @AfterAll
    static void stop() {
        FORKS.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({
        "UseAVX, 1, 128",
        "UseAVX, 2, 256",
        "UseAVX, 3, 512",
        "MaxVectorSize, 16, 128",
        "MaxVectorSize, 32, 256",
        "MaxVectorSize, 64, 512"
    })
    void everyVectorWidth(String flag, String value, String bits) throws Exception {
        assumeTrue(X86 || !flag.equals("UseAVX"), "UseAVX is a flag of x86");
        assumeSimd();
        Map<String, String> report = report(VECTOR_MODULE, "-XX:" + flag + "=" + value);
        assertSameBits(report);
        assertThat(report).containsEntry("tier", "SIMD");
        assumeTrue(
                value.equals(report.get(flag)),
                () -> "this processor lowers it to " + report.get(flag) + "; the bits were the same with "
                        + report.get("vectorBits") + "-bit vectors");
        assertThat(report).containsEntry("vectorBits", bits);
    }

    /** Plain Java serves first, vector code later, in the middle of an operator. */
    @Test
    void whileTheKernelsAreCompiled() throws Exception {
        assumeSimd();
        Map<String, String> report = report(VECTOR_MODULE, AT_ONCE);
        assertThat(report).containsEntry("tier", "SIMD");
        assertSameBits(report);
    }

    @Test
    void theScalarTierOnDemand() throws Exception {
        assertScalar(report(VECTOR_MODULE, SCALAR_TIER), "lanewise.tier");
    }

    @Test
    void theScalarTierWithoutTheVectorModule() throws Exception {
        assertScalar(report(), "--add-modules jdk.incubator.vector");
    }

    @Test
    void theScalarTierWithoutC2() throws Exception {
        assertScalar(report(VECTOR_MODULE, WITHOUT_C2), "C2");
    }

    /** The exception: products are rounded, and the program holds every sum against its error bound only. */
    @Test
    void otherBitsWithinTheErrorBoundWithoutFma() throws Exception {
        assertThat(report(VECTOR_MODULE, WITHOUT_FMA))
                .containsEntry("tier", "scalar")
                .hasEntrySatisfying("reason", reason -> assertThat(reason).contains("fused multiply-add"));
    }

    private static void assertScalar(Map<String, String> report, String reason) throws Exception {
        assertThat(report)
                .containsEntry("tier", "scalar")
                .containsEntry("vectorBits", "32")
                .hasEntrySatisfying("reason", actual -> assertThat(actual).contains(reason));
        Results.assumeFused();
        assertSameBits(report);
    }

    private static void assertSameBits(Map<String, String> report) throws Exception {
        assertThat(hashes(report)).isNotEmpty().isEqualTo(hashes(report(VECTOR_MODULE)));
    }

    private static void assumeSimd() throws Exception {
        Map<String, String> report = report(VECTOR_MODULE);
        assumeTrue("SIMD".equals(report.get("tier")), () -> "no SIMD tier on this machine: " + report.get("reason"));
    }

    private static Map<String, String> hashes(Map<String, String> report) {
        return report.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(SameBitsProgram.HASH))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void fork(String... flags) {
        REPORTS.put(List.of(flags), FORKS.submit(() -> run(flags)));
    }

    /** What the program printed under these flags, once it has ended. */
    private static Map<String, String> report(String... flags) throws Exception {
        return requireNonNull(REPORTS.get(List.of(flags))).get();
    }

    private static Map<String, String> run(String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(COMPILED);
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SameBitsProgram.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
        Map<String, String> report = output.lines()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(toMap(parts -> parts[0], parts -> parts[1], (first, second) -> second));
        System.out.println("SameBits " + List.of(flags) + ": " + report.get("tier") + ", " + report.get("vectorBits")
                + "-bit vectors, " + report.get("reason"));
        return report;
    }
}
