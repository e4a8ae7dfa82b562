package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.reference.ReferenceBroadcast;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class BroadcastProperties {
    private static final Workers ALONE = Workers.single();

    @Property
    void agreesWithFloat64(@ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll BinaryOperation operation) {
        Random random = new Random(seed);
        Shape shape = Shapes.any(random);
        Shape aShape = random.nextInt(3) == 0 ? Shapes.broadcastTo(random, shape) : shape;
        Shape bShape = aShape.equals(shape) ? Shapes.broadcastTo(random, shape) : shape;
        float[] a = Shapes.wildValues(random, aShape);
        float[] b = Shapes.wildValues(random, bShape);
        Tensor left = Painted.operand(random, aShape, a);
        Tensor right = Painted.operand(random, bShape, b);
        assertThat(Broadcast.shape(aShape, bShape)).isEqualTo(shape);
        assertArrayEquals(
                ReferenceBroadcast.apply(operation, aShape, a, bShape, b, shape),
                Painted.result(random, shape, y -> Broadcast.apply(operation, left, right, y, ALONE)),
                () -> operation + " of " + aShape + " and " + bShape + ", seed " + seed);
    }

    @Property
    void bothOperandsMayBroadcast(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape aShape = Shapes.broadcastTo(random, Shapes.any(random));
        Shape bShape = Shapes.ofRank(random, aShape.rank());
        for (int axis = 0; axis < aShape.rank(); axis++) {
            if (aShape.dimension(axis) != 1) {
                bShape = Shapes.with(bShape, axis, random.nextBoolean() ? 1 : aShape.dimension(axis));
            }
        }
        Shape shape = Broadcast.shape(aShape, bShape);
        if (shape.elements() > 1 << 16) {
            return;
        }
        float[] a = Shapes.values(random, aShape);
        float[] b = Shapes.values(random, bShape);
        Tensor left = Painted.operand(random, aShape, a);
        Tensor right = Painted.operand(random, bShape, b);
        assertArrayEquals(
                ReferenceBroadcast.apply(BinaryOperation.SUBTRACT, aShape, a, bShape, b, shape),
                Painted.result(random, shape, y -> Broadcast.apply(BinaryOperation.SUBTRACT, left, right, y, ALONE)),
                () -> left + " and " + right + ", seed " + seed);
    }

    @Property
    void theResultMayBeAnOperandOfItsShape(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll BinaryOperation operation) {
        Random random = new Random(seed);
        Shape shape = Shapes.any(random);
        Shape bShape = Shapes.broadcastTo(random, shape);
        float[] a = Shapes.values(random, shape);
        float[] b = Shapes.values(random, bShape);
        Tensor y = Painted.operand(random, shape, a);
        Broadcast.apply(operation, y, Painted.operand(random, bShape, b), y, ALONE);
        assertArrayEquals(ReferenceBroadcast.apply(operation, shape, a, bShape, b, shape), y.toArray());
    }
}
