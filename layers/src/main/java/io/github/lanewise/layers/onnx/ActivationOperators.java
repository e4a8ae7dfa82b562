package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.Operator;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of one element: activations and the rest. */
final class ActivationOperators {
    private static final float SELU_ALPHA = 1.6732632f;
    private static final float SELU_GAMMA = 1.0507010f;
    private static final int CLIP_BY_INPUTS = 11;
    private static final int NUMPY_BROADCASTING = 7;

    private ActivationOperators() {}

    /** An operation chosen by attributes. */
    @FunctionalInterface
    private interface Choice {
        UnaryOperation of(ImportedNode node) throws ModelFormatException;
    }

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "Relu", node -> activate(node, Activation.RELU));
        OperatorImporter.put(importers, "Clip", ActivationOperators::clip);
        OperatorImporter.put(importers, "PRelu", ActivationOperators::prelu);
        fixed(importers, "Sigmoid", UnaryOperation.SIGMOID);
        fixed(importers, "Tanh", UnaryOperation.TANH);
        fixed(importers, "HardSwish", UnaryOperation.HARD_SWISH);
        fixed(importers, "Softplus", UnaryOperation.SOFTPLUS);
        fixed(importers, "Softsign", UnaryOperation.SOFTSIGN);
        fixed(importers, "Mish", UnaryOperation.MISH);
        fixed(importers, "Erf", UnaryOperation.ERF);
        fixed(importers, "Exp", UnaryOperation.EXP);
        fixed(importers, "Log", UnaryOperation.LOG);
        fixed(importers, "Sqrt", UnaryOperation.SQRT);
        fixed(importers, "Abs", UnaryOperation.ABS);
        fixed(importers, "Neg", UnaryOperation.NEGATE);
        fixed(importers, "Reciprocal", UnaryOperation.RECIPROCAL);
        fixed(importers, "Floor", UnaryOperation.FLOOR);
        fixed(importers, "Ceil", UnaryOperation.CEIL);
        chosen(
                importers,
                "LeakyRelu",
                node -> UnaryOperation.leakyRelu(node.node().number("alpha", 0.01f)));
        chosen(
                importers,
                "ThresholdedRelu",
                node -> UnaryOperation.thresholdedRelu(node.node().number("alpha", 1)));
        chosen(importers, "Elu", node -> UnaryOperation.elu(node.node().number("alpha", 1)));
        chosen(importers, "Celu", node -> UnaryOperation.celu(node.node().number("alpha", 1)));
        chosen(
                importers,
                "Selu",
                node -> UnaryOperation.selu(
                        node.node().number("alpha", SELU_ALPHA), node.node().number("gamma", SELU_GAMMA)));
        chosen(
                importers,
                "HardSigmoid",
                node -> UnaryOperation.hardSigmoid(
                        node.node().number("alpha", 0.2f), node.node().number("beta", 0.5f)));
        chosen(importers, "Gelu", ActivationOperators::gelu);
    }

    private static void fixed(Map<String, OperatorImporter> importers, String name, UnaryOperation operation) {
        chosen(importers, name, node -> operation);
    }

    private static void chosen(Map<String, OperatorImporter> importers, String name, Choice choice) {
        OperatorImporter.put(importers, name, node -> unary(node, choice.of(node)));
    }

    private static Operand unary(ImportedNode node, UnaryOperation operation) {
        return node.elementwise(new Operator.Unary(operation), node.real(0));
    }

    private static UnaryOperation gelu(ImportedNode node) throws ModelFormatException {
        String approximate = node.node().text("approximate", "none");
        return switch (approximate) {
            case "none" -> UnaryOperation.GELU;
            case "tanh" -> UnaryOperation.GELU_TANH;
            default -> throw new IllegalArgumentException("approximate is '" + approximate + "'");
        };
    }

    private static Operand activate(ImportedNode node, Activation activation) {
        return node.elementwise(new Operator.Activate(activation), node.operand(0));
    }

    private static Operand clip(ImportedNode node) throws ModelFormatException {
        float lower;
        float upper;
        if (node.opset() < CLIP_BY_INPUTS) {
            lower = node.node().number("min", Float.NEGATIVE_INFINITY);
            upper = node.node().number("max", Float.POSITIVE_INFINITY);
        } else {
            lower = bound(node.optional(1), Float.NEGATIVE_INFINITY);
            upper = bound(node.optional(2), Float.POSITIVE_INFINITY);
        }
        return activate(node, new Activation(Math.min(lower, upper), upper));
    }

    private static float bound(@Nullable Operand bound, float otherwise) {
        return bound == null ? otherwise : bound.number();
    }

    private static Operand prelu(ImportedNode node) {
        Operand x = node.real(0);
        Operand slope = node.operand(1);
        if (node.opset() < NUMPY_BROADCASTING && slope.rank() == 1 && x.rank() > 1) {
            slope = node.reshape(slope, perChannel(slope.shape(), x.rank()));
        }
        Operand y = Broadcasting.binary(node, BinaryOperation.PRELU, x, slope);
        if (!y.shape().equals(x.shape())) {
            throw new IllegalArgumentException("slope " + slope.shape() + " for " + x.shape());
        }
        return y;
    }

    /** {@code [C, 1, ...]}, which is aligned with axis 1 of a value. */
    private static Shape perChannel(Shape channels, int rank) {
        int[] dimensions = new int[rank - 1];
        Arrays.fill(dimensions, 1);
        dimensions[0] = channels.dimension(0);
        return Shape.of(dimensions);
    }
}
