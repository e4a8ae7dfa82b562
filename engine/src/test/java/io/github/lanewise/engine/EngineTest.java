package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.Kernels;
import org.junit.jupiter.api.Test;

class EngineTest {

    @Test
    void describesWhatServes() {
        EngineDescription engine = Engine.describe();

        assertThat(engine.vectorBits()).isEqualTo(Kernels.current().vectorBits());
        assertThat(engine.tier()).isEqualTo(engine.vectorBits() == Float.SIZE ? "scalar" : "SIMD");
        assertThat(engine.reason()).isEqualTo(Kernels.reason());
        assertThat(engine.processors()).isPositive();
        assertThat(new CacheSizes(engine.l1Bytes(), engine.l2Bytes(), engine.l3Bytes()))
                .isEqualTo(CacheSizes.detected());
        assertThat(engine.jvm()).contains(System.getProperty("java.vm.version"));
        assertThat(Engine.describe()).isEqualTo(engine);
    }
}
