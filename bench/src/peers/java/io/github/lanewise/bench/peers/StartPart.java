package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.Spread;
import io.github.lanewise.bench.report.StartResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the start of a process to its first answer, and the memory that it takes; one process after another. */
final class StartPart implements Part.Measurement {

    private static final String WITH_CACHE = "Lanewise, AOT cache";
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final String SECONDS = "3";
    private static final String QUICK_SECONDS = "1";
    private static final String TRAINING_SECONDS = "1";

    private record Entry(Contender contender, String title, List<String> flags) {}

    @Override
    public void run(Bench bench, Findings findings) throws IOException {
        for (String network : bench.pace().quick() ? List.of("resnet18") : List.of("resnet18", "resnet50")) {
            bench.tell("start of " + network);
            new NetworkFiles(bench.workplace().folder()).export(network);
            List<Entry> entries = entries(network, bench, findings);
            String seconds = bench.pace().quick() ? QUICK_SECONDS : SECONDS;
            Map<Entry, List<double[]>> launches = new LinkedHashMap<>();
            for (int i = 0; i < bench.pace().processes(); i++) {
                for (Entry entry : entries) {
                    launches.computeIfAbsent(entry, _ -> new ArrayList<>()).add(launch(network, entry, seconds, bench));
                }
            }
            launches.forEach((entry, figures) -> findings.add(new StartResult(
                    network,
                    entry.title(),
                    figures.size(),
                    median(figures, 0),
                    median(figures, 1),
                    median(figures, 2),
                    median(figures, 3),
                    median(figures, 4))));
        }
    }

    private static List<Entry> entries(String network, Bench bench, Findings findings) throws IOException {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(Contender.LANEWISE, Contender.LANEWISE.title(), List.of()));
        entries.add(new Entry(Contender.ONNX_RUNTIME, Contender.ONNX_RUNTIME.title(), List.of()));
        Path cache = bench.workplace().folder().resolve(network + ".aot");
        Entry training = new Entry(Contender.LANEWISE, WITH_CACHE, List.of("-XX:AOTCacheOutput=" + cache));
        try {
            launch(network, training, TRAINING_SECONDS, bench);
            entries.add(new Entry(Contender.LANEWISE, WITH_CACHE, List.of("-XX:AOTCache=" + cache)));
        } catch (IllegalStateException e) {
            bench.skip(
                    findings,
                    Part.START,
                    network,
                    PROCESSORS,
                    WITH_CACHE,
                    new IllegalStateException(
                            "no cache was made; it needs jars, no class folders\n" + e.getMessage(), e));
        }
        return entries;
    }

    private static double median(List<double[]> figures, int index) {
        return Spread.quantile(
                0.5, figures.stream().mapToDouble(figure -> figure[index]).toArray());
    }

    /** Seconds to the first answer, and what {@link StartProbe} tells. */
    private static double[] launch(String network, Entry entry, String seconds, Bench bench) throws IOException {
        Workplace workplace = bench.workplace();
        NetworkFiles files = new NetworkFiles(workplace.folder());
        List<String> command = new ArrayList<>(workplace.java(entry.contender()));
        command.addAll(entry.flags());
        command.addAll(List.of(
                StartProbe.class.getName(),
                entry.contender().name(),
                files.onnx(network).toString(),
                Long.toString(NetworkFiles.network(network).inputShape().elements()),
                seconds));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(workplace.environment());
        List<String> output = new ArrayList<>();
        double first = 0;
        long start = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(StartProbe.FIRST_ANSWER)) {
                    first = (System.nanoTime() - start) / 1e9;
                } else if (line.startsWith(Worker.ANSWER)) {
                    output.addFirst(line);
                } else {
                    output.add(line);
                }
            }
        }
        if (process.onExit().join().exitValue() != 0 || !output.getFirst().startsWith(Worker.ANSWER)) {
            throw new IllegalStateException(entry.title() + ": the process has ended\n" + String.join("\n", output));
        }
        return Worker.numbers(first + " " + output.getFirst().substring(Worker.ANSWER.length()));
    }
}
