package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.graph.FoldedWeights;
import io.github.lanewise.layers.graph.Operator;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operators with parameters: convolutions, dense layers, batch norm. */
final class ExportedWeights {
    private ExportedWeights() {}

    static ExportedValue convolution(ExportedNode node, Operator.Conv conv) {
        String y = node.emit("Conv", windows(conv.geometry()), inputs(node, node.images(0), conv));
        return node.result(epilogue(node, y, conv, true), true);
    }

    static ExportedValue linear(ExportedNode node, Operator.Linear linear) {
        Map<String, OnnxAttribute> attributes = Map.of("transB", Attributes.integer(1));
        String y = node.emit("Gemm", attributes, inputs(node, node.plain(0), linear));
        return node.result(epilogue(node, y, linear, false), false);
    }

    private static List<String> inputs(ExportedNode node, String x, Operator.Weighted operator) {
        List<String> inputs = new ArrayList<>(List.of(x));
        inputs.add(node.assembly().parameter("weight", FoldedWeights.weights(operator, Arena.ofAuto())));
        if (operator.affine().isBiased()) {
            inputs.add(node.assembly().parameter("bias", operator.affine().shiftTensor(Arena.ofAuto())));
        }
        return inputs;
    }

    private static String epilogue(ExportedNode node, String y, Operator.Weighted operator, boolean images) {
        String sum = y;
        if (node.operands().size() > 1) {
            sum = node.emit("Add", y, images ? node.images(1) : node.plain(1));
        }
        return finished(node, sum, operator);
    }

    private static String finished(ExportedNode node, String sum, Operator.Finished operator) {
        String activated = node.activated(sum, operator.activation());
        UnaryOperation function = operator.function();
        return function == null ? activated : ExportedFunctions.apply(node, function, activated);
    }

    private static Map<String, OnnxAttribute> windows(ConvGeometry geometry) {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", Attributes.ints(geometry.kernelHeight(), geometry.kernelWidth()));
        attributes.put("strides", Attributes.ints(geometry.strideHeight(), geometry.strideWidth()));
        attributes.put("dilations", Attributes.ints(geometry.dilationHeight(), geometry.dilationWidth()));
        attributes.put("group", Attributes.integer(geometry.groups()));
        attributes.put("pads", Attributes.pads(geometry.padding()));
        return attributes;
    }

    /** Computed weights stand in ONNX as images do, with the channels before height and width. */
    static ExportedValue computedConvolution(ExportedNode node, Operator.ComputedConv conv) {
        List<String> inputs = new ArrayList<>(List.of(node.images(0), node.images(1)));
        if (node.operands().size() > 2) {
            inputs.add(node.plain(2));
        }
        Map<String, OnnxAttribute> attributes =
                conv.transposed() ? transposedWindows(node, conv.geometry()) : windows(conv.geometry());
        return node.result(node.emit(conv.transposed() ? "ConvTranspose" : "Conv", attributes, inputs), true);
    }

    static ExportedValue transposedConvolution(ExportedNode node, Operator.TransposedConv conv) {
        List<String> inputs = new ArrayList<>(List.of(node.images(0)));
        inputs.add(node.assembly().parameter("weight", conv.weights()));
        if (conv.bias() != null) {
            inputs.add(node.assembly().parameter("bias", conv.bias()));
        }
        String y = node.emit("ConvTranspose", transposedWindows(node, conv.geometry()), inputs);
        return node.result(finished(node, y, conv), true);
    }

    private static Map<String, OnnxAttribute> transposedWindows(ExportedNode node, ConvGeometry geometry) {
        Padding padding = geometry.padding();
        Shape x = node.operand(0).shape();
        int height = (x.dimension(1) - 1) * geometry.strideHeight()
                + (geometry.kernelHeight() - 1) * geometry.dilationHeight()
                + 1;
        int width = (x.dimension(2) - 1) * geometry.strideWidth()
                + (geometry.kernelWidth() - 1) * geometry.dilationWidth()
                + 1;
        Map<String, OnnxAttribute> attributes = windows(geometry);
        attributes.put(
                "output_padding",
                Attributes.ints(
                        node.shape().dimension(1) - height + padding.top() + padding.bottom(),
                        node.shape().dimension(2) - width + padding.left() + padding.right()));
        return attributes;
    }

    /** Batch norm with the parameters that it was made from, if they are known. */
    static ExportedValue scaleShift(ExportedNode node, Operator.ScaleShift operator) {
        int rank = node.shape().rank();
        if (rank != 2 && rank != 4) {
            return scaleShiftLastAxis(node, operator);
        }
        ExportAssembly assembly = node.assembly();
        ChannelAffine affine = operator.affine();
        BatchNorm2d norm = affine.batchNorm();
        List<String> inputs = new ArrayList<>(List.of(rank == 4 ? node.images(0) : node.plain(0)));
        if (norm == null) {
            inputs.add(assembly.parameter("weight", affine.scaleTensor(Arena.ofAuto())));
            inputs.add(assembly.parameter("bias", affine.shiftTensor(Arena.ofAuto())));
            inputs.add(assembly.parameter("running_mean", filled(affine.channels(), 0)));
            inputs.add(assembly.parameter("running_var", filled(affine.channels(), 1)));
        } else {
            norm.parameters().forEach((name, parameter) -> inputs.add(assembly.parameter(name, parameter.values())));
        }
        float epsilon = norm == null ? 0 : (float) norm.epsilon();
        String y = node.emit("BatchNormalization", Map.of("epsilon", Attributes.real(epsilon)), inputs);
        return node.result(node.activated(y, operator.activation()), rank == 4);
    }

    private static ExportedValue scaleShiftLastAxis(ExportedNode node, Operator.ScaleShift operator) {
        ChannelAffine affine = operator.affine();
        String weight = node.assembly().parameter("weight", affine.scaleTensor(Arena.ofAuto()));
        String bias = node.assembly().parameter("bias", affine.shiftTensor(Arena.ofAuto()));
        String sum = node.emit("Add", node.emit("Mul", node.plain(0), weight), bias);
        return node.result(node.activated(sum, operator.activation()), false);
    }

    private static Tensor filled(int channels, float value) {
        return Tensor.allocate(Arena.ofAuto(), channels).fill(value);
    }

    /** The sum of both operands with an activation. */
    static ExportedValue add(ExportedNode node, Activation activation) {
        boolean images = node.prefersImages();
        return node.result(node.activated(node.emit("Add", Map.of(), node.inputs(images)), activation), images);
    }
}
