package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.reference.ReferenceMatMul;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ErrorBound;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class MatMulProperties {

    @Property
    void agreesWithFloat64(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape batch = Shape.of(random.ints(random.nextInt(3), 0, 4).toArray());
        int m = random.nextInt(9);
        int k = random.nextInt(20);
        int n = random.nextInt(9);
        Shape aShape = stack(random.nextBoolean() ? batch : Shapes.broadcastTo(random, batch), m, k);
        Shape bShape = stack(aShape.rank() < batch.rank() + 2 ? batch : Shapes.broadcastTo(random, batch), k, n);
        float[] a = Shapes.values(random, aShape);
        float[] b = Shapes.values(random, bShape);
        Shape shape = MatMul.shape(aShape, bShape);
        Tensor y = Tensor.of(new float[(int) shape.elements()], shape.toArray());
        MatMul.run(Tensor.of(a, aShape.toArray()), Tensor.of(b, bShape.toArray()), y, Workers.single());
        ErrorBound.assertWithin(
                aShape + " times " + bShape + ", seed " + seed,
                ReferenceMatMul.run(aShape, a, bShape, b, shape),
                k + 1,
                y.toArray());
    }

    @Property
    void operandsOfRankOneAreRowsAndColumns(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        int m = 1 + random.nextInt(9);
        int k = 1 + random.nextInt(20);
        int batch = random.nextInt(4);
        Tensor stack = Tensor.of(Shapes.values(random, Shape.of(batch, m, k)), batch, m, k);
        Tensor transposed = Tensor.of(Shapes.values(random, Shape.of(batch, k, m)), batch, k, m);
        Tensor vector = Tensor.of(Shapes.values(random, Shape.of(k)), k);
        float[] columns = product(stack, vector, batch, m);
        float[] rows = product(vector, transposed, batch, m);
        assertThat(columns).isEqualTo(product(stack, vector.reshape(k, 1), batch, m, 1));
        assertThat(rows).isEqualTo(product(vector.reshape(1, k), transposed, batch, 1, m));
        assertThat(product(vector, vector)).isEqualTo(product(vector.reshape(1, k), vector.reshape(k, 1), 1, 1));
    }

    private static float[] product(Tensor a, Tensor b, int... shape) {
        Tensor y = Tensor.of(new float[IntStream.of(shape).reduce(1, (x, z) -> x * z)], shape);
        MatMul.run(a, b, y, Workers.single());
        return y.toArray();
    }

    private static Shape stack(Shape batch, int rows, int columns) {
        int[] dimensions = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        dimensions[batch.rank()] = rows;
        dimensions[batch.rank() + 1] = columns;
        return Shape.of(dimensions);
    }
}
