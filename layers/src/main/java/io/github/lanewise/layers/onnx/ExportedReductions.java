package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.graph.Operator;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operators that look at many elements for each of their results: reductions, softmax, normalisations. */
final class ExportedReductions {
    private ExportedReductions() {}

    static ExportedValue of(ExportedNode node, Operator operator) {
        return switch (operator) {
            case Operator.Reduce reduce -> reduce(node, reduce);
            case Operator.ArgMax arg -> argMax(node, arg);
            case Operator.Softmax softmax -> softmax(node, softmax);
            case Operator.GroupNorm norm -> groupNorm(node, norm);
            case Operator.LayerNorm norm -> layerNorm(node, norm);
            case Operator.LocalResponse norm -> localResponse(node, norm);
            default -> throw new IllegalArgumentException(operator + " reduces nothing");
        };
    }

    private static ExportedValue reduce(ExportedNode node, Operator.Reduce reduce) {
        boolean keepsAxes = node.shape().rank() == node.operand(0).shape().rank();
        boolean images = keepsAxes && node.prefersImages();
        List<Integer> axes = ExportedNode.axes(reduce.axes(), images);
        String x = node.inputs(images).getFirst();
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        attributes.put("keepdims", Attributes.flag(keepsAxes));
        if (reduce.reduction() == Reduction.SUM || node.assembly().opset() >= ExportedOpset.WITH_AXES) {
            long[] values = axes.stream().mapToLong(Integer::longValue).toArray();
            List<String> inputs = List.of(x, node.assembly().integers("axes", values));
            return node.result(node.emit(operator(reduce.reduction()), attributes, inputs), images);
        }
        attributes.put("axes", Attributes.ints(axes));
        return node.result(node.emit(operator(reduce.reduction()), attributes, List.of(x)), images);
    }

    private static String operator(Reduction reduction) {
        return switch (reduction) {
            case SUM -> "ReduceSum";
            case MEAN -> "ReduceMean";
            case MINIMUM -> "ReduceMin";
            case MAXIMUM -> "ReduceMax";
            case L1 -> "ReduceL1";
            case L2 -> "ReduceL2";
            case SUM_OF_SQUARES -> "ReduceSumSquare";
        };
    }

    /** The index as float32, which it is inside. */
    private static ExportedValue argMax(ExportedNode node, Operator.ArgMax arg) {
        boolean keepsAxis = node.shape().rank() == node.operand(0).shape().rank();
        Map<String, OnnxAttribute> attributes = Map.of(
                "axis", Attributes.integer(arg.axis()),
                "keepdims", Attributes.flag(keepsAxis),
                "select_last_index", Attributes.flag(arg.selectLast()));
        String index = node.emit("ArgMax", attributes, List.of(node.plain(0)));
        return node.result(ExportedFunctions.cast(node, index, OnnxType.FLOAT), false);
    }

    private static ExportedValue softmax(ExportedNode node, Operator.Softmax softmax) {
        boolean images = node.prefersImages();
        Map<String, OnnxAttribute> attributes =
                Map.of("axis", Attributes.integer(ExportedNode.axis(softmax.axis(), images)));
        String operator = softmax.logarithm() ? "LogSoftmax" : "Softmax";
        return node.result(node.emit(operator, attributes, node.inputs(images)), images);
    }

    /** One group per channel is instance norm; larger groups are normalised as if they were channels. */
    private static ExportedValue groupNorm(ExportedNode node, Operator.GroupNorm norm) {
        ExportAssembly assembly = node.assembly();
        Map<String, OnnxAttribute> epsilon = Map.of("epsilon", Attributes.real(norm.epsilon()));
        int channels = node.shape().dimension(3);
        if (norm.groups() == channels) {
            List<String> inputs = List.of(
                    node.images(0),
                    assembly.parameter("weight", norm.scale()),
                    assembly.parameter("bias", norm.shift()));
            return node.result(node.emit("InstanceNormalization", epsilon, inputs), true);
        }
        Shape images = ExportedValue.channelsFirst(node.shape());
        int size = Math.toIntExact(images.elements() / images.dimension(0) / norm.groups());
        Shape grouped = Shape.of(images.dimension(0), norm.groups(), size);
        String ones = assembly.parameter(
                "ones", Tensor.allocate(Arena.ofAuto(), norm.groups()).fill(1));
        String zeros = assembly.parameter("zeros", Tensor.allocate(Arena.ofAuto(), norm.groups()));
        List<String> inputs = List.of(assembly.reshape(node.images(0), images, grouped), ones, zeros);
        String normal = assembly.reshape(node.emit("InstanceNormalization", epsilon, inputs), grouped, images);
        String weight = assembly.parameter("weight", norm.scale().reshape(1, channels, 1, 1));
        String bias = assembly.parameter("bias", norm.shift().reshape(1, channels, 1, 1));
        return node.result(node.emit("Add", node.emit("Mul", normal, weight), bias), true);
    }

    private static ExportedValue layerNorm(ExportedNode node, Operator.LayerNorm norm) {
        Map<String, OnnxAttribute> attributes =
                Map.of("axis", Attributes.integer(-1), "epsilon", Attributes.real(norm.epsilon()));
        List<String> inputs = List.of(
                node.plain(0),
                node.assembly().parameter("weight", norm.scale()),
                node.assembly().parameter("bias", norm.shift()));
        return node.result(node.emit("LayerNormalization", attributes, inputs), false);
    }

    private static ExportedValue localResponse(ExportedNode node, Operator.LocalResponse norm) {
        return ExportedPoolings.images(
                node,
                "LRN",
                Map.of(
                        "size", Attributes.integer(norm.size()),
                        "alpha", Attributes.real(norm.alpha()),
                        "beta", Attributes.real(norm.beta()),
                        "bias", Attributes.real(norm.bias())));
    }
}
