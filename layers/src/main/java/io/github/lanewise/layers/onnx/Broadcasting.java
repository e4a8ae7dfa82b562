package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.Broadcast;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.graph.DataType;
import io.github.lanewise.layers.graph.Operator;

/** Functions of two operands with NumPy's broadcasting, in the layout that their operands have. */
final class Broadcasting {
    private Broadcasting() {}

    static Operand binary(ImportedNode node, BinaryOperation operation, Operand a, Operand b) {
        Shape shape = Broadcast.shape(a.shape(), b.shape());
        DataType type = a.type();
        if (takesImages(a, shape) || takesImages(b, shape)) {
            return node.images(
                    type,
                    operator(operation, a, b),
                    shape,
                    images(node, a, shape.rank()),
                    images(node, b, shape.rank()));
        }
        return node.plain(type, operator(operation, a, b), shape, a.plain(), b.plain());
    }

    /** The sum of what is of one shape and not constant can be part of a convolution. */
    private static Operator operator(BinaryOperation operation, Operand a, Operand b) {
        boolean residual =
                operation == BinaryOperation.ADD && a.shape().equals(b.shape()) && !a.isKnown() && !b.isKnown();
        return residual ? new Operator.Add(Activation.IDENTITY) : new Operator.Binary(operation);
    }

    private static boolean takesImages(Operand operand, Shape result) {
        return operand.rank() == result.rank() && operand.prefersImages();
    }

    /** The operand as images that broadcast to those of the result. */
    private static int images(ImportedNode node, Operand operand, int rank) {
        if (operand.rank() == rank) {
            return operand.images();
        }
        if (operand.rank() == 0) {
            return operand.plain();
        }
        return node.reshape(operand, Axes.padded(operand.shape(), rank)).images();
    }
}
