package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.reference.ReferenceResize;
import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.ResizeGeometry.Coordinates;
import io.github.lanewise.engine.tensor.ResizeGeometry.Method;
import io.github.lanewise.engine.tensor.ResizeGeometry.Rounding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ResizeProperties {

    @Property
    void agreesWithFloat64(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll Method method,
            @ForAll Coordinates coordinates,
            @ForAll Rounding rounding) {
        Random random = new Random(seed);
        Shape from = Shape.of(1 + random.nextInt(2), 1 + random.nextInt(9), 1 + random.nextInt(9), random.nextInt(20));
        Shape to = Shape.of(from.dimension(0), 1 + random.nextInt(15), 1 + random.nextInt(15), from.dimension(3));
        double scaleHeight = (to.dimension(1) + random.nextInt(2) * 0.7) / from.dimension(1);
        double scaleWidth = (double) to.dimension(2) / from.dimension(2);
        ResizeGeometry geometry = new ResizeGeometry(method, coordinates, rounding, scaleHeight, scaleWidth);
        float[] values = Shapes.values(random, from);
        Tensor x = Painted.operand(random, from, values);
        double[] expected = ReferenceResize.run(geometry, from, values, to);
        float[] actual = Painted.result(random, to, y -> Resize.run(geometry, x, y, Workers.single()));
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("%s of %s to %s, element %d", geometry, from, to, i)
                    .isLessThanOrEqualTo(method == Method.NEAREST ? 0 : 1e-5);
        }
    }
}
