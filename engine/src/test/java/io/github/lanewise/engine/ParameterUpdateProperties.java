package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.reference.ReferenceUpdate;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Some steps of an optimiser, each with another gradient. */
class ParameterUpdateProperties {
    private static final Workers ALONE = Workers.single();
    private static final int STEPS = 4;

    @Property
    void sgdAgreesWithFloat64(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll boolean nesterov,
            @ForAll boolean withVelocity) {
        Random random = new Random(seed);
        Shape shape = Shapes.any(random);
        float[] start = Shapes.values(random, shape);
        double rate = random.nextDouble();
        double momentum = withVelocity ? random.nextDouble() : 0;
        double dampening = withVelocity && !nesterov ? random.nextDouble() : 0;
        double decay = 0.1 * random.nextDouble();
        Tensor values = tensor(shape, start);
        Tensor velocity = withVelocity ? tensor(shape, new float[start.length]) : null;
        double[] expected = doubles(start);
        double[] expectedVelocity = new double[start.length];
        for (int step = 0; step < STEPS; step++) {
            float[] gradient = Shapes.values(random, shape);
            Tensor slope = tensor(shape, gradient);
            boolean ahead = nesterov && withVelocity;
            ParameterUpdate.sgd(values, slope, velocity, rate, momentum, dampening, ahead, decay, ALONE);
            ReferenceUpdate.sgd(expected, doubles(gradient), expectedVelocity, rate, momentum, dampening, ahead, decay);
        }
        assertClose(expected, values, 1e-5, seed);
        if (velocity != null) {
            assertClose(expectedVelocity, velocity, 1e-5, seed);
        }
    }

    @Property
    void adamWAgreesWithFloat64(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = Shapes.any(random);
        float[] start = Shapes.values(random, shape);
        double rate = 0.1 * random.nextDouble();
        double decay = random.nextDouble();
        Tensor values = tensor(shape, start);
        Tensor first = tensor(shape, new float[start.length]);
        Tensor second = tensor(shape, new float[start.length]);
        double[] expected = doubles(start);
        double[] expectedFirst = new double[start.length];
        double[] expectedSecond = new double[start.length];
        for (int step = 1; step <= STEPS; step++) {
            float[] gradient = Shapes.values(random, shape);
            double[] slope = doubles(gradient);
            Tensor g = tensor(shape, gradient);
            ParameterUpdate.adamW(values, g, first, second, step, rate, 0.9, 0.99, 1e-6, decay, ALONE);
            ReferenceUpdate.adamW(expected, slope, expectedFirst, expectedSecond, step, rate, 0.9, 0.99, 1e-6, decay);
        }
        assertClose(expected, values, 1e-5, seed);
        assertClose(expectedFirst, first, 1e-5, seed);
        assertClose(expectedSecond, second, 1e-5, seed);
    }

    @Example
    void whatFadesBecomesZero() {
        Tensor values = tensor(Shape.of(19), new float[19]);
        Tensor velocity = tensor(Shape.of(19), new float[19]).fill(1e-37f);
        Tensor second = tensor(Shape.of(19), new float[19]).fill(1e-37f);
        Tensor none = tensor(Shape.of(19), new float[19]);
        ParameterUpdate.sgd(values, none, velocity, 0.1, 0.1, 0, false, 0, ALONE);
        assertThat(velocity.toArray()).containsOnly(0);
        velocity.fill(1e-37f);
        ParameterUpdate.adamW(values, none, velocity, second, 1, 0.1, 0.1, 0.1, 1e-8, 0, ALONE);
        assertThat(velocity.toArray()).containsOnly(0);
        assertThat(second.toArray()).containsOnly(0);
    }

    private static Tensor tensor(Shape shape, float[] values) {
        return Tensor.of(values, shape.toArray());
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    private static void assertClose(double[] expected, Tensor actual, double bound, long seed) {
        float[] values = actual.toArray();
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(values[i] - expected[i]))
                    .as("seed %d, element %d is %s, not %s", seed, i, values[i], expected[i])
                    .isLessThanOrEqualTo(bound);
        }
    }
}
