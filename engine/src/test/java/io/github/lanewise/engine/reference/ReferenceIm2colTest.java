package io.github.lanewise.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

class ReferenceIm2colTest {
    private static final Shape SHAPE = Shape.of(1, 2, 2, 2);
    private static final float[] IMAGE = {1, -1, 2, -2, 3, -3, 4, -4};

    @Test
    void rowsAreThePatchesOfTheOutputPixels() {
        ConvGeometry geometry = ConvGeometry.of(2, 1, 2).withPadding(new Padding(0, 1, 0, 0));

        assertThat(ReferenceIm2col.run(geometry, SHAPE, IMAGE))
                .containsExactly(0, 0, 1, -1, 0, 0, 3, -3, 1, -1, 2, -2, 3, -3, 4, -4);
    }

    @Test
    void col2imAddsWhatOverlaps() {
        ConvGeometry geometry = ConvGeometry.of(2, 1, 2).withPadding(new Padding(0, 1, 0, 0));
        float[] matrix = ReferenceIm2col.run(geometry, SHAPE, IMAGE);

        assertThat(ReferenceCol2im.run(geometry, SHAPE, matrix)).containsExactly(2, -2, 2, -2, 6, -6, 4, -4);
    }
}
