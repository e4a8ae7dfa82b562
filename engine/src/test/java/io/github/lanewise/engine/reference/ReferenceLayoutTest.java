package io.github.lanewise.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.testkit.Problems;
import org.junit.jupiter.api.Test;

class ReferenceLayoutTest {

    @Test
    void movesChannelsToTheEnd() {
        float[] nchw = {1, 2, 3, 10, 20, 30};

        assertThat(ReferenceLayout.nchwToNhwc(Shape.of(1, 2, 1, 3), nchw)).containsExactly(1, 10, 2, 20, 3, 30);
        assertThat(ReferenceLayout.oihwToOhwi(Shape.of(1, 2, 3, 1), nchw)).containsExactly(1, 10, 2, 20, 3, 30);
    }

    @Test
    void andBack() {
        float[] nchw = Problems.floats(1, 2 * 3 * 4 * 5);
        float[] nhwc = ReferenceLayout.nchwToNhwc(Shape.of(2, 3, 4, 5), nchw);

        assertThat(nhwc[((1 * 4 + 2) * 5 + 3) * 3 + 2]).isEqualTo(nchw[((1 * 3 + 2) * 4 + 2) * 5 + 3]);
        assertThat(ReferenceLayout.nhwcToNchw(Shape.of(2, 4, 5, 3), nhwc)).isEqualTo(nchw);
    }
}
