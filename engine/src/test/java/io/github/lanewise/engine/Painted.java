package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.lang.foreign.Arena;
import java.util.Random;
import java.util.function.Consumer;

/** Tensors whose memory beside the elements is not zero, so that whoever reads or writes it is found out. */
final class Painted {

    /** An operand with this padding. */
    static Tensor operand(Shape shape, Padding padding, float[] values) {
        return Frames.painted(Tensor.allocate(Arena.ofAuto(), shape, padding)).copyFrom(values);
    }

    /** An operand with a padding by chance. */
    static Tensor operand(Random random, Shape shape, float[] values) {
        return operand(shape, Shapes.padding(random, shape), values);
    }

    /** What an operator writes into a tensor with a padding by chance, after making sure that it wrote nothing else. */
    static float[] result(Random random, Shape shape, Consumer<Tensor> operator) {
        Tensor tensor = Frames.painted(Tensor.allocate(Arena.ofAuto(), shape, Shapes.padding(random, shape)));
        operator.accept(tensor);
        float[] values = tensor.toArray();
        Frames.assertFrameIsPainted(tensor);
        return values;
    }

    private Painted() {}
}
