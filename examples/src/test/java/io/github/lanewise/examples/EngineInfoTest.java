package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.Engine;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EngineInfoTest {

    @Test
    void describesTheEngine() {
        CommandRun run = CommandRun.of("info");
        int bits = Engine.describe().vectorBits();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("tier", "vector width", "why", "threads", "caches", "JVM")
                .contains(Engine.describe().tier())
                .contains(bits == Float.SIZE ? "one float" : bits + " bits");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void runsWithoutTheVectorModule() throws IOException, InterruptedException {
        CommandRun run = CommandRun.withoutVectorModule("info");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("scalar", "--add-modules jdk.incubator.vector");
        assertThat(run.err()).isEmpty();
    }
}
