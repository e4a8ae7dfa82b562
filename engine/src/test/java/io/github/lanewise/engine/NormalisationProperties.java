package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.reference.ReferenceNormalisation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class NormalisationProperties {
    private static final Workers ALONE = Workers.single();
    private static final float EPSILON = 1e-3f;

    @Property
    void groupsAgreeWithFloat64(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = Shapes.ofRank(random, 4);
        int channels = shape.dimension(3);
        int groups = random.nextInt(3) == 0 || channels == 0 ? 1 : channels;
        groups = channels % 2 == 0 && channels > 0 && random.nextBoolean() ? channels / 2 : groups;
        int chosen = groups;
        Shape vector = Shape.of(channels);
        float[] x = Shapes.values(random, shape);
        float[] scale = Shapes.values(random, vector);
        float[] shift = Shapes.values(random, vector);
        Tensor in = Painted.operand(random, shape, x);
        Tensor scales = Tensor.of(scale, channels);
        Tensor shifts = Tensor.of(shift, channels);
        assertClose(
                ReferenceNormalisation.group(groups, shape, x, scale, shift, EPSILON),
                Painted.result(random, shape, y -> Normalisation.group(chosen, in, scales, shifts, EPSILON, y, ALONE)),
                1e-4,
                groups + " groups of " + in + ", seed " + seed);
    }

    @Property
    void layersAgreeWithFloat64(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = Shapes.ofRank(random, 1 + random.nextInt(4));
        int channels = shape.dimension(shape.rank() - 1);
        int rows = channels == 0 ? 0 : (int) shape.elements() / channels;
        float[] x = Shapes.values(random, shape);
        float[] scale = Shapes.values(random, Shape.of(channels));
        float[] shift = Shapes.values(random, Shape.of(channels));
        Tensor in = Tensor.of(x, shape.toArray());
        Normalisation.layer(in, Tensor.of(scale, channels), Tensor.of(shift, channels), EPSILON, in, ALONE);
        double[] expected = ReferenceNormalisation.layer(rows, channels, x, scale, shift, EPSILON);
        assertClose(expected, in.toArray(), 1e-4, shape + ", seed " + seed);
    }

    @Property
    void localResponsesAgreeWithFloat64(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = Shapes.ofRank(random, 1 + random.nextInt(4));
        int channels = shape.dimension(shape.rank() - 1);
        int rows = channels == 0 ? 0 : (int) shape.elements() / channels;
        int size = 1 + random.nextInt(6);
        float alpha = random.nextFloat();
        float beta = random.nextBoolean() ? 0.75f : 0.5f + random.nextFloat();
        float bias = 0.5f + random.nextFloat();
        float[] x = Shapes.values(random, shape);
        Tensor in = Painted.operand(random, shape, x);
        assertClose(
                ReferenceNormalisation.localResponse(size, alpha, beta, bias, rows, channels, x),
                Painted.result(random, shape, y -> Normalisation.localResponse(size, alpha, beta, bias, in, y, ALONE)),
                1e-5,
                size + " channels of " + in + ", seed " + seed);
    }

    private static void assertClose(double[] expected, float[] actual, double bound, String problem) {
        assertThat(actual).as(problem).hasSize(expected.length);
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("%s, element %d is %s, not %s", problem, i, actual[i], expected[i])
                    .isLessThanOrEqualTo(bound);
        }
    }
}
