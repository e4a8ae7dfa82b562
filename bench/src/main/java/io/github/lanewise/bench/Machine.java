package io.github.lanewise.bench;

import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.EngineDescription;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a report was measured.
 *
 * @param cpu model of the processor as the operating system names it, or its architecture
 * @param system name and architecture
 * @param jvmArguments flags of the virtual machine
 */
public record Machine(String cpu, String system, EngineDescription engine, List<String> jvmArguments) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** This machine; loads the engine. */
    public static Machine here() {
        String architecture = System.getProperty("os.arch");
        return new Machine(
                cpuModel(architecture),
                System.getProperty("os.name") + " " + architecture,
                Engine.describe(),
                ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    private static String cpuModel(String otherwise) {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException absent) {
            return otherwise;
        }
    }

    /** Two lines for the head of the table. */
    @Override
    public String toString() {
        return cpu + ", " + engine.processors() + " processors, " + system + ", " + engine.jvm() + "\n" + engine.tier()
                + " tier, " + engine.vectorBits() + "-bit vectors: " + engine.reason();
    }
}
