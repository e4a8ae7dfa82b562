package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.report.LayerResult;
import io.github.lanewise.bench.report.LayersResult;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LayerTimesTest {

    @Test
    void everyStepHasItsTime() throws IOException {
        LayersResult result = LayerTimes.of("resnet8", 2, 1, Duration.ofMillis(50));

        assertThat(result.layers()).extracting(LayerResult::layer).contains("conv1", "layer3.0.conv2", "linear");
        assertThat(result.layers()).allSatisfy(layer -> {
            assertThat(layer.microseconds()).isPositive();
            assertThat(layer.lowerMicroseconds()).isLessThanOrEqualTo(layer.microseconds());
        });
        assertThat(result.layers())
                .filteredOn(layer -> layer.operation().startsWith("conv"))
                .allSatisfy(layer -> {
                    assertThat(layer.algorithm()).isNotEmpty();
                    assertThat(layer.flops()).isPositive();
                });
        assertThat(result.calls()).isPositive();
    }
}
