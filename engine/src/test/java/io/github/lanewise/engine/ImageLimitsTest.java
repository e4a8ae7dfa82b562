package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ImageLimitsTest {
    private static final int SIDE = 1 << 10;
    private static final Shape LARGEST = Shape.of(SIDE, SIDE, SIDE, 4);
    private static final Shape TOO_MANY = Shape.of(SIDE + 1, SIDE, SIDE, 4);

    /** As an int, the number of its pixels is 0. */
    private static final Shape WRAPPED = Shape.of(4 * SIDE, SIDE, SIDE, 4);

    @Test
    void pixelsOfAllImagesAreCounted() {
        assertThatCode(() -> ImageLimits.requirePixels("output", LARGEST)).doesNotThrowAnyException();
        assertRefused(
                () -> ImageLimits.requirePixels("output", TOO_MANY),
                "1073741824 pixels",
                "got 1074790400 in output [1025, 1024, 1024, 4]");
        assertRefused(() -> ImageLimits.requirePixels("output", WRAPPED), "got 4294967296");
    }

    @Test
    void floatsOfARowAreCounted() {
        assertThatCode(() -> ImageLimits.requireRow("output", Shape.of(1, 1, 1 << 28, 4)))
                .doesNotThrowAnyException();
        assertRefused(() -> ImageLimits.requireRow("output", Shape.of(1, 1, 1 << 28, 16)), "got 4294967296");
    }

    @Test
    void trainingRefusesWhatItCannotCount() {
        TrainableShapes shapes = new TrainableShapes(ConvGeometry.of(4, 4, 3).withSamePadding());
        assertThatCode(() -> shapes.requireImages(LARGEST, LARGEST)).doesNotThrowAnyException();
        assertRefused(() -> shapes.requireImages(WRAPPED, WRAPPED), "in input [4096, 1024, 1024, 4]");
        assertRefused(() -> shapes.requireOutput(WRAPPED), "in output gradient [4096, 1024, 1024, 4]");
        assertRefused(() -> shapes.requireOutput(Shape.of(1, 1, 1 << 29, 4)), "floats in a row of pixels");
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("smaller batches")
                .hasMessageContainingAll(parts);
    }
}
