package io.github.lanewise.examples;

import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.EngineDescription;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** What one call of the command line did. */
record CommandRun(int exitCode, String out, String err) {

    /** Runs a command in this JVM. */
    static CommandRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Lanewise.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Runs a command in a JVM of its own, which has no {@code jdk.incubator.vector}. */
    static CommandRun withoutVectorModule(String command) throws IOException, InterruptedException {
        return of(inOwnMachine(command));
    }

    /**
     * The same where no file may become longer than so many bytes, a multiple of 512: writing more fails in the middle,
     * as on a full disk. Needs a POSIX shell.
     */
    static CommandRun withShortFiles(int bytes, Object... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f " + bytes / 512 + " && exec \"$@\"", "sh"));
        command.addAll(inOwnMachine(arguments));
        return of(command);
    }

    private static List<String> inOwnMachine(Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
        command.add(Lanewise.class.getName());
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    private static CommandRun of(List<String> command) throws IOException, InterruptedException {
        Path err = Files.createTempFile("lanewise", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(err.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new CommandRun(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    /** What stands on the error stream besides the note that is due where the plain tier serves. */
    String errors() {
        EngineDescription engine = Engine.describe();
        String note = "note: slow scalar tier, because " + engine.reason() + System.lineSeparator();
        return !engine.tier().equals("SIMD") && err.startsWith(note) ? err.substring(note.length()) : err;
    }

    /** The last line of the standard output. */
    String lastLine() {
        return out.lines().toList().getLast();
    }
}
