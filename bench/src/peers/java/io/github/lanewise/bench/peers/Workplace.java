package io.github.lanewise.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A temporary folder for the files that processes share, and how their virtual machines are started. */
record Workplace(Path folder) implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** A new folder, which goes when it is closed or when the process is ended. */
    static Workplace create() throws IOException {
        Workplace workplace = new Workplace(Files.createTempDirectory("lanewise-peers"));
        Runtime.getRuntime().addShutdownHook(new Thread(workplace::close));
        return workplace;
    }

    /**
     * The command up to the name of the class, with the flags of this virtual machine. The class path stands in the
     * {@link #environment}, because ONNX Runtime ends the virtual machine where the command is some 4 kB long.
     */
    List<String> java(Contender contender) {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("--add-modules"))
                .forEach(command::add);
        command.addAll(contender.flags());
        return command;
    }

    Map<String, String> environment() {
        return Map.of("CLASSPATH", System.getProperty("java.class.path"));
    }

    /**
     * What a command writes.
     *
     * @throws IllegalStateException with that, if it fails
     */
    String output(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed\n" + output);
        }
        return output;
    }

    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
