package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.OnnxAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A node of a graph that is written as nodes of ONNX.
 *
 * @param shape of its result, inside
 */
record ExportedNode(String name, Shape shape, List<ExportedValue> operands, ExportAssembly assembly) {
    private static final int[] AXIS_CHANNELS_FIRST = {0, 2, 3, 1};

    ExportedNode {
        operands = List.copyOf(operands);
    }

    ExportedValue operand(int index) {
        return operands.get(index);
    }

    String images(int index) {
        return operand(index).images();
    }

    String plain(int index) {
        return operand(index).plain();
    }

    /** Whether an operator that may compute in any layout does so channels-first. */
    boolean prefersImages() {
        return shape.rank() == 4
                && operands.stream().allMatch(ExportedValue::mayBeImages)
                && operands.stream().anyMatch(ExportedValue::isImages);
    }

    /** All operands in one layout. */
    List<String> inputs(boolean images) {
        return operands.stream()
                .map(operand -> images ? operand.images() : operand.plain())
                .toList();
    }

    /** Where an axis of the tensor inside lies in ONNX. */
    static int axis(int axis, boolean images) {
        return images ? AXIS_CHANNELS_FIRST[axis] : axis;
    }

    static List<Integer> axes(List<Integer> axes, boolean images) {
        return axes.stream().map(axis -> axis(axis, images)).sorted().toList();
    }

    /** The result, in a layout. */
    ExportedValue result(String value, boolean images) {
        return images ? ExportedValue.images(assembly, shape, value) : ExportedValue.plain(assembly, shape, value);
    }

    /** Appends a node of ONNX. */
    String emit(String operator, Map<String, OnnxAttribute> attributes, List<String> inputs) {
        return assembly.node(operator, attributes, inputs);
    }

    String emit(String operator, String... inputs) {
        return assembly.node(operator, Map.of(), List.of(inputs));
    }

    /** The operator applied to all operands in the layout that suits them. */
    ExportedValue elementwise(String operator) {
        boolean images = prefersImages();
        return result(emit(operator, Map.of(), inputs(images)), images);
    }

    /** A value with an activation applied, which adds nothing if it is the identity. */
    String activated(String value, Activation activation) {
        if (activation.equals(Activation.IDENTITY)) {
            return value;
        }
        if (activation.equals(Activation.RELU)) {
            return emit("Relu", value);
        }
        return clipped(value, activation.lower(), activation.upper());
    }

    /** A value between bounds, of which infinite ones are left out. */
    String clipped(String value, float lower, float upper) {
        List<String> inputs = new ArrayList<>(List.of(value));
        inputs.add(lower == Float.NEGATIVE_INFINITY ? "" : assembly.scalar("min", lower));
        if (upper != Float.POSITIVE_INFINITY) {
            inputs.add(assembly.scalar("max", upper));
        }
        return emit("Clip", Map.of(), inputs);
    }
}
