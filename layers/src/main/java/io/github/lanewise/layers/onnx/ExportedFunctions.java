package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxType;
import java.util.List;
import java.util.Map;

/** Functions of single elements; those that the opset lacks are composed. */
final class ExportedFunctions {
    private static final float CUBIC = 0.044715f;
    private static final float ROOT_2 = (float) Math.sqrt(2);
    private static final float ROOT_2_BY_PI = (float) Math.sqrt(2 / Math.PI);

    private ExportedFunctions() {}

    static ExportedValue binary(ExportedNode node, BinaryOperation operation) {
        return node.elementwise(
                switch (operation) {
                    case ADD -> "Add";
                    case SUBTRACT -> "Sub";
                    case MULTIPLY -> "Mul";
                    case DIVIDE -> "Div";
                    case POWER -> "Pow";
                    case MINIMUM -> "Min";
                    case MAXIMUM -> "Max";
                    case PRELU -> "PRelu";
                });
    }

    static ExportedValue unary(ExportedNode node, UnaryOperation operation) {
        boolean images = node.prefersImages();
        String x = node.inputs(images).getFirst();
        return node.result(apply(node, operation, x), images);
    }

    static String apply(ExportedNode node, UnaryOperation operation, String x) {
        float alpha = operation.alpha();
        return switch (operation.function()) {
            case CLIP -> clip(node, operation, x);
            case LEAKY_RELU -> with(node, "LeakyRelu", x, alpha);
            case THRESHOLDED_RELU -> with(node, "ThresholdedRelu", x, alpha);
            case ELU -> elu(node, operation, x);
            case CELU -> with(node, "Celu", x, alpha);
            case SIGMOID -> node.emit("Sigmoid", x);
            case SILU -> node.emit("Mul", x, node.emit("Sigmoid", x));
            case HARD_SIGMOID ->
                node.emit(
                        "HardSigmoid",
                        Map.of("alpha", Attributes.real(alpha), "beta", Attributes.real(operation.beta())),
                        List.of(x));
            case HARD_SWISH -> node.emit("HardSwish", x);
            case TANH -> node.emit("Tanh", x);
            case SOFTSIGN -> node.emit("Softsign", x);
            case SOFTPLUS -> node.emit("Softplus", x);
            case MISH -> node.emit("Mul", x, node.emit("Tanh", node.emit("Softplus", x)));
            case GELU -> gelu(node, x, node.emit("Erf", node.emit("Div", x, scalar(node, ROOT_2))));
            case GELU_TANH -> gelu(node, x, node.emit("Tanh", tanhArgument(node, x)));
            case ERF -> node.emit("Erf", x);
            case EXP -> node.emit("Exp", x);
            case LOG -> node.emit("Log", x);
            case SQRT -> node.emit("Sqrt", x);
            case ABS -> node.emit("Abs", x);
            case NEGATE -> node.emit("Neg", x);
            case RECIPROCAL -> node.emit("Reciprocal", x);
            case FLOOR -> node.emit("Floor", x);
            case CEIL -> node.emit("Ceil", x);
            case TRUNCATE -> cast(node, cast(node, x, OnnxType.INT64), OnnxType.FLOAT);
        };
    }

    static String cast(ExportedNode node, String x, OnnxType type) {
        return node.emit("Cast", Map.of("to", Attributes.integer(type.code())), List.of(x));
    }

    private static String clip(ExportedNode node, UnaryOperation operation, String x) {
        return operation.equals(UnaryOperation.RELU)
                ? node.emit("Relu", x)
                : node.clipped(x, operation.alpha(), operation.beta());
    }

    private static String with(ExportedNode node, String operator, String x, float alpha) {
        return node.emit(operator, Map.of("alpha", Attributes.real(alpha)), List.of(x));
    }

    /** {@code x < 0 ? a (e^x - 1) : b x} is Selu with {@code gamma = b} and {@code alpha = a / b}. */
    private static String elu(ExportedNode node, UnaryOperation operation, String x) {
        if (operation.beta() == 1) {
            return with(node, "Elu", x, operation.alpha());
        }
        Map<String, OnnxAttribute> attributes = Map.of(
                "alpha", Attributes.real(operation.alpha() / operation.beta()),
                "gamma", Attributes.real(operation.beta()));
        return node.emit("Selu", attributes, List.of(x));
    }

    /** {@code x / 2 * (1 + f)}. */
    private static String gelu(ExportedNode node, String x, String f) {
        String half = node.emit("Mul", x, scalar(node, 0.5f));
        return node.emit("Mul", half, node.emit("Add", f, scalar(node, 1)));
    }

    /** {@code √(2 / π) (x + 0.044715 x³)}. */
    private static String tanhArgument(ExportedNode node, String x) {
        String cube = node.emit("Mul", node.emit("Mul", x, x), x);
        String sum = node.emit("Add", x, node.emit("Mul", cube, scalar(node, CUBIC)));
        return node.emit("Mul", sum, scalar(node, ROOT_2_BY_PI));
    }

    private static String scalar(ExportedNode node, float value) {
        return node.assembly().scalar("constant", value);
    }
}
