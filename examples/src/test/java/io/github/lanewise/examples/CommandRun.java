package io.github.lanewise.examples;

import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.EngineDescription;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        Path err = Files.createTempFile("lanewise", ".err");
        try {
            Process process = new ProcessBuilder(java, "-cp", classPath, Lanewise.class.getName(), command)
                    .redirectError(err.toFile())
                    .start();
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
