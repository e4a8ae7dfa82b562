package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InfoTest {

    @Test
    void describesTheEngine() {
        CommandRun run = CommandRun.of("info");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("tier", "vector width", "why", "threads", "caches", "JVM")
                .contains(Engine.describe().tier())
                .contains(Engine.describe().vectorBits() + " bits");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void runsWithoutTheVectorModule() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Lanewise.class.getName(), "info")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(output).contains("scalar", "--add-modules jdk.incubator.vector");
    }
}
