package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.reference.ReferencePooling;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.PoolProblem;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PoolingProperties {
    private static final Workers ALONE = Workers.single();

    @Property(tries = 500)
    void everyWindowIsOneChainWhateverTheFrames(
            @ForAll(supplier = Problems.Poolings.class) PoolProblem problem,
            @ForAll("paddings") Padding inputPadding,
            @ForAll("paddings") Padding outputPadding) {
        float[] expected = problem.reference();
        assertArrayEquals(expected, run(problem, Padding.NONE, Padding.NONE), problem::toString);
        assertArrayEquals(expected, run(problem, inputPadding, outputPadding), problem::toString);
    }

    @Property
    void globalPoolingIsOneWindow(
            @ForAll(supplier = Operands.Any.class) Operands x, @ForAll("paddings") Padding padding) {
        Shape shape = x.shape();
        if (shape.rank() != 4 || shape.dimension(1) == 0 || shape.dimension(2) == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            Tensor in = Frames.painted(Tensor.allocate(arena, shape, padding)).copyFrom(x.a());
            Tensor out = Frames.painted(Tensor.allocate(arena, shape.dimension(0), shape.dimension(3)));
            Pooling.globalAverage(in, out, ALONE);
            assertArrayEquals(ReferencePooling.globalAverage(shape, x.a()), out.toArray(), x::toString);
            Pooling.globalMax(in, out, ALONE);
            assertArrayEquals(ReferencePooling.globalMax(shape, x.a()), out.toArray(), x::toString);
            Frames.assertFrameIsPainted(out);
        }
    }

    @Provide
    Arbitrary<Padding> paddings() {
        return Problems.paddings();
    }

    /** The padding of the input holds 7, which would win and count. */
    private static float[] run(PoolProblem problem, Padding inputPadding, Padding outputPadding) {
        PoolGeometry geometry = problem.geometry();
        try (Arena arena = Arena.ofConfined()) {
            Tensor in = Frames.painted(Tensor.allocate(arena, problem.inputShape(), inputPadding))
                    .copyFrom(problem.input());
            Tensor out = Frames.painted(Tensor.allocate(arena, problem.outputShape(), outputPadding));
            switch (problem.reduction()) {
                case MAX -> Pooling.max(geometry, in, out, ALONE);
                case AVERAGE -> Pooling.average(geometry, false, in, out, ALONE);
                case AVERAGE_COUNTING_PADDING -> Pooling.average(geometry, true, in, out, ALONE);
            }
            float[] result = out.toArray();
            Frames.assertFrameIsPainted(out);
            return result;
        }
    }
}
