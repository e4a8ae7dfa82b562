package io.github.lanewise.layers.residual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.Network;
import org.junit.jupiter.api.Test;

class IdentityStartTest {
    @Test
    void theLastScaleOfEveryBlockIsZero() {
        Network network = ResNet.imagenet(50).initialise(1);
        IdentityStart.apply(network.layer());
        network.parameters().forEach((name, parameter) -> {
            if (name.matches(".*bn\\d\\.weight")) {
                float expected = name.endsWith("bn3.weight") ? 0 : 1;
                assertThat(parameter.values().toArray()).as(name).containsOnly(expected);
            }
        });
    }

    @Test
    void blocksWithZeroPaddedShortcutsKeepTheirScales() {
        Network network = ResNet.cifar(20, Shortcut.Option.A, 4).initialise(1);
        IdentityStart.apply(network.layer());
        network.parameters().forEach((name, parameter) -> {
            if (name.endsWith("bn2.weight")) {
                float expected = name.matches("layer[23]\\.0\\..*") ? 1 : 0;
                assertThat(parameter.values().toArray()).as(name).containsOnly(expected);
            }
        });
    }
}
