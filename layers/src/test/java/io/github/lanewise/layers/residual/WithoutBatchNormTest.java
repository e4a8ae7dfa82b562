package io.github.lanewise.layers.residual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.Network;
import org.junit.jupiter.api.Test;

class WithoutBatchNormTest {

    @Test
    void filtersStayAndBatchNormsGo() {
        for (String name : new String[] {"resnet8-b", "plain8", "resnet18"}) {
            Network network = Networks.named(name);
            Network without = WithoutBatchNorm.of(network);
            assertThat(without.name()).isEqualTo(name + "-no-bn");
            assertThat(without.parameters().values())
                    .as(name)
                    .isNotEmpty()
                    .containsExactlyElementsOf(network.parameters().entrySet().stream()
                            .filter(entry -> entry.getValue().shape().rank() > 1
                                    || entry.getKey().endsWith("linear.bias")
                                    || entry.getKey().endsWith("fc.bias"))
                            .map(entry -> entry.getValue())
                            .toList());
        }
    }

    @Test
    void projectionsLoseTheirsToo() {
        assertThat(WithoutBatchNorm.of(Networks.named("resnet8-b")).parameters().keySet())
                .contains("layer2.0.shortcut.0.weight")
                .noneMatch(name -> name.contains("bn") || name.contains("shortcut.1"));
    }
}
