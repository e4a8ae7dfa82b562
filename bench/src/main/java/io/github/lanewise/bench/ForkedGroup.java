package io.github.lanewise.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures the rows of one group in a virtual machine of its own, started with the flags of this one. */
final class ForkedGroup {

    private static final String ROW = "row ";

    private ForkedGroup() {}

    /**
     * Starts a virtual machine, its number among the forks given, and collects its rows.
     *
     * @throws IllegalStateException with what the machine wrote if it failed
     */
    static List<Row> run(RowGroup group, int fork, Effort effort, String filter) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dlanewise.start=compiled");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ForkedGroup.class.getName()));
        command.addAll(List.of(group.name(), Integer.toString(fork), effort.name(), filter));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<Row> rows = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(ROW)) {
                    rows.add(Row.parse(line.substring(ROW.length())));
                } else {
                    messages.add(line);
                }
            }
        }
        int exitCode = process.onExit().join().exitValue();
        if (exitCode != 0) {
            throw new IllegalStateException(group.title() + ": the forked virtual machine ended with exit code "
                    + exitCode + "\n" + String.join("\n", messages));
        }
        return rows;
    }

    /** What the forked virtual machine runs: writes one line for each row. */
    public static void main(String[] args) {
        RowGroup group = RowGroup.valueOf(args[0]);
        int fork = Integer.parseInt(args[1]);
        Effort effort = Effort.valueOf(args[2]);
        Interleaved interleaved = new Interleaved(FmaPeak.compiled());
        for (RowGroup.Source source : group.rows(args[3])) {
            System.out.println(
                    ROW + effort.measure(group, source, fork, interleaved).toLine());
        }
    }
}
