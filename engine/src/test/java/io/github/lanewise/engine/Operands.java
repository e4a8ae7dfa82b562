package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Specials;
import java.lang.foreign.Arena;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Two operands of one shape, with specials among their numbers, and the paddings of operands and result. */
record Operands(long seed, Shape shape, Padding aPadding, Padding bPadding, Padding outPadding) {

    @FunctionalInterface
    interface Operation {
        void run(Tensor a, Tensor b, Tensor out);
    }

    /** Images with any paddings, and dense tensors of other ranks. */
    static final class Any implements ArbitrarySupplier<Operands> {
        @Override
        public Arbitrary<Operands> get() {
            Arbitrary<Long> seeds = Arbitraries.longs().between(0, 1 << 20);
            Arbitrary<Integer> sizes = Arbitraries.of(1, 2, 3, 5, 0);
            Arbitrary<Integer> channels = Arbitraries.of(1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 64, 67);
            Arbitrary<Padding> paddings = Arbitraries.oneOf(Arbitraries.just(Padding.NONE), Problems.paddings());
            Arbitrary<Shape> images =
                    Combinators.combine(sizes, sizes, sizes, channels).as(Shape::of);
            Arbitrary<Shape> others = Arbitraries.of(
                    Shape.of(),
                    Shape.of(0),
                    Shape.of(77),
                    Shape.of(5, 13),
                    Shape.of(2, 3, 9),
                    Shape.of(2, 1, 3, 2, 19));
            Arbitrary<Operands> padded = Combinators.combine(seeds, images, paddings, paddings, paddings)
                    .as(Operands::new);
            return Arbitraries.oneOf(padded, Combinators.combine(seeds, others).as(Operands::dense));
        }
    }

    static Operands dense(long seed, Shape shape) {
        return new Operands(seed, shape, Padding.NONE, Padding.NONE, Padding.NONE);
    }

    float[] a() {
        return values(seed);
    }

    float[] b() {
        return values(seed + 1);
    }

    /** Length of the last axis, 1 for a scalar. */
    int channels() {
        return shape.rank() == 0 ? 1 : shape.dimension(shape.rank() - 1);
    }

    /** The result in memory of its own, after making sure that nothing else was written. */
    float[] apply(Operation operation) {
        try (Arena arena = Arena.ofShared()) {
            Tensor out = Frames.painted(Tensor.allocate(arena, shape, outPadding));
            operation.run(tensor(arena, aPadding, a()), tensor(arena, bPadding, b()), out);
            float[] result = out.toArray();
            Frames.assertFrameIsPainted(out);
            return result;
        }
    }

    /** The result in the place of the first operand. */
    float[] applyInPlace(Operation operation) {
        try (Arena arena = Arena.ofShared()) {
            Tensor a = tensor(arena, aPadding, a());
            operation.run(a, tensor(arena, bPadding, b()), a);
            return a.toArray();
        }
    }

    private Tensor tensor(Arena arena, Padding padding, float[] values) {
        return Frames.painted(Tensor.allocate(arena, shape, padding)).copyFrom(values);
    }

    private float[] values(long stream) {
        float[] values = Problems.floats(stream, Math.toIntExact(shape.elements()));
        for (int i = 0; i < values.length; i++) {
            values[i] *= 30;
        }
        Specials.sprinkle(stream, 40, Specials.extreme(), values);
        return Specials.sprinkle(stream + 1, 200, Specials.notFinite(), values);
    }
}
