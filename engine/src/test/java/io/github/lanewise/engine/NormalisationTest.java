package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NormalisationTest {

    @Test
    void aWindowBeyondAllChannelsSumsThemAll() {
        int size = Integer.MAX_VALUE;
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 1, 3);
        Tensor y = Tensor.of(new float[3], 1, 3);
        Normalisation.localResponse(size, size, 1, 1, x, y, Workers.single());
        assertThat(y.toArray()).containsExactly(1 / 15f, 2 / 15f, 3 / 15f);
    }
}
