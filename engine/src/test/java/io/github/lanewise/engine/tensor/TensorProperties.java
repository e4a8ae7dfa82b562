package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TensorProperties {
    private static final float PADDING = Float.MIN_VALUE;

    @Property
    void copiesBetweenAnyPaddingsMoveTheElementsOnly(
            @ForAll("images") Shape shape, @ForAll("paddings") Padding from, @ForAll("paddings") Padding to) {
        float[] values = Problems.floats(1, (int) shape.elements());
        try (Arena arena = Arena.ofConfined()) {
            Tensor source = Tensor.allocate(arena, shape, from).copyFrom(values);
            Tensor target = painted(Tensor.allocate(arena, shape, to));
            target.copyFrom(source);

            assertThat(target.toArray()).isEqualTo(values);
            assertThat(paintedPixels(target)).isEqualTo(frameFloats(target) - values.length);
        }
    }

    @Property
    void clearPaddingIsTheInverseOfPaintingIt(@ForAll("images") Shape shape, @ForAll("paddings") Padding padding) {
        float[] values = Problems.floats(2, (int) shape.elements());
        try (Arena arena = Arena.ofConfined()) {
            Tensor tensor = painted(Tensor.allocate(arena, shape, padding)).copyFrom(values);
            tensor.clearPadding();

            assertThat(tensor.toArray()).isEqualTo(values);
            assertThat(paintedPixels(tensor)).isZero();
        }
    }

    @Property
    void addressesAgreeWithIndices(@ForAll("images") Shape shape, @ForAll("paddings") Padding padding) {
        float[] values = Problems.floats(3, (int) shape.elements());
        try (Arena arena = Arena.ofConfined()) {
            Tensor tensor = Tensor.allocate(arena, shape, padding).copyFrom(values);
            int element = 0;
            for (int image = 0; image < shape.dimension(0); image++) {
                for (int y = 0; y < shape.dimension(1); y++) {
                    for (int x = 0; x < shape.dimension(2); x++) {
                        for (int channel = 0; channel < shape.dimension(3); channel++, element++) {
                            long at = tensor.at(image, y, x) + (long) Float.BYTES * channel;
                            assertThat(tensor.segment().get(ValueLayout.JAVA_FLOAT, at))
                                    .isEqualTo(values[element])
                                    .isEqualTo(tensor.get(image, y, x, channel));
                        }
                    }
                }
            }
        }
    }

    @Provide
    Arbitrary<Shape> images() {
        Arbitrary<Integer> sizes = Arbitraries.of(1, 0, 2, 3, 5);
        return Combinators.combine(sizes, sizes, sizes, sizes).as(Shape::of).withoutEdgeCases();
    }

    @Provide
    Arbitrary<Padding> paddings() {
        return Problems.paddings();
    }

    private static Tensor painted(Tensor tensor) {
        for (long i = 0; i < frameFloats(tensor); i++) {
            tensor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, PADDING);
        }
        return tensor;
    }

    private static long paintedPixels(Tensor tensor) {
        long painted = 0;
        for (long i = 0; i < frameFloats(tensor); i++) {
            painted += tensor.segment().getAtIndex(ValueLayout.JAVA_FLOAT, i) == PADDING ? 1 : 0;
        }
        return painted;
    }

    private static long frameFloats(Tensor tensor) {
        return tensor.shape().dimension(0) * tensor.imageBytes() / Float.BYTES;
    }
}
