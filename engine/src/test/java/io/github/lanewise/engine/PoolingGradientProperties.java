package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.reference.ReferencePoolingGradient;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.PoolProblem;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PoolingGradientProperties {
    private static final Workers ALONE = Workers.single();

    /** Numbers are few, so that windows have several largest pixels. */
    @Property(tries = 500)
    void everyWindowGivesToItsPixels(@ForAll(supplier = Problems.Poolings.class) PoolProblem problem) {
        Random random = new Random(problem.seed());
        PoolGeometry geometry = problem.geometry();
        Shape shape = problem.inputShape();
        float[] input = problem.input();
        for (int i = 0; i < input.length; i++) {
            input[i] = Math.round(3 * input[i]) / 3f;
        }
        float[] gradient = Shapes.values(random, problem.outputShape());
        Tensor in = Painted.operand(random, shape, input);
        Tensor dOut = Painted.operand(random, problem.outputShape(), gradient);
        boolean counting = problem.reduction() == PoolProblem.Reduction.AVERAGE_COUNTING_PADDING;
        assertArrayEquals(
                ReferencePoolingGradient.max(geometry, shape, input, gradient),
                Painted.result(random, shape, dIn -> Pooling.maxGradient(geometry, in, dOut, dIn, ALONE)),
                () -> "max, " + problem);
        assertArrayEquals(
                ReferencePoolingGradient.average(geometry, counting, shape, gradient),
                Painted.result(random, shape, dIn -> Pooling.averageGradient(geometry, counting, dOut, dIn, ALONE)),
                () -> "average, " + problem);
    }

    @Property
    void globalAverageSharesEqually(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = Shapes.ofRank(random, 4);
        if (shape.dimension(1) == 0 || shape.dimension(2) == 0) {
            return;
        }
        int channels = shape.dimension(3);
        float[] gradient = Shapes.values(random, Shape.of(shape.dimension(0), channels));
        int pixels = shape.dimension(1) * shape.dimension(2);
        float[] expected = new float[(int) shape.elements()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = gradient[i / (pixels * channels) * channels + i % channels] / pixels;
        }
        Tensor dOut = Tensor.of(gradient, shape.dimension(0), channels);
        assertArrayEquals(
                expected,
                Painted.result(random, shape, dIn -> Pooling.globalAverageGradient(dOut, dIn, ALONE)),
                () -> shape + ", seed " + seed);
    }
}
