package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.Operator;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Poolings over windows and over whole images. */
final class PoolingOperators {
    private PoolingOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "MaxPool", PoolingOperators::max);
        OperatorImporter.put(importers, "AveragePool", PoolingOperators::average);
        OperatorImporter.put(
                importers, "GlobalAveragePool", node -> global(node, new Operator.GlobalAveragePool(), Reduction.MEAN));
        OperatorImporter.put(
                importers, "GlobalMaxPool", node -> global(node, new Operator.GlobalMaxPool(), Reduction.MAXIMUM));
        OperatorImporter.put(importers, "GlobalLpPool", PoolingOperators::globalNorm);
    }

    private static Operand max(ImportedNode node) throws ModelFormatException {
        if (node.node().hasOutput(1)) {
            throw new UnsupportedException("the indices of the largest elements");
        }
        Windows.requireFewAxes(node);
        Operand x = node.operand(0);
        return pool(node, new Operator.MaxPool(geometry(node, x)), x);
    }

    private static Operand average(ImportedNode node) throws ModelFormatException {
        Windows.requireFewAxes(node);
        Operand x = node.real(0);
        PoolGeometry geometry = geometry(node, x);
        Shape images = Axes.images(x.shape());
        boolean whole = geometry.padding().isNone()
                && geometry.kernelHeight() == images.dimension(1)
                && geometry.kernelWidth() == images.dimension(2);
        return whole
                ? global(node, new Operator.GlobalAveragePool(), Reduction.MEAN)
                : pool(node, new Operator.AveragePool(geometry, node.flag("count_include_pad", false)), x);
    }

    private static Operand pool(ImportedNode node, Operator operator, Operand x) {
        Shape images = Axes.images(x.shape());
        Shape y = operator instanceof Operator.MaxPool pool
                ? pool.geometry().outputShape(images)
                : ((Operator.AveragePool) operator).geometry().outputShape(images);
        return node.images(x.type(), operator, ConvolutionOperators.outside(y, x.rank() - 2), x.images());
    }

    private static PoolGeometry geometry(ImportedNode node, Operand x) throws ModelFormatException {
        int rank = Windows.requireSpatialRank(x);
        Windows windows = Windows.of(node, rank, node.ints("kernel_shape"));
        Shape images = Axes.images(x.shape());
        return new PoolGeometry(
                windows.kernel()[0],
                windows.kernel()[1],
                windows.strides()[0],
                windows.strides()[1],
                windows.padding(images.dimension(1), images.dimension(2)),
                node.flag("ceil_mode", false),
                windows.dilations()[0],
                windows.dilations()[1]);
    }

    private static Operand global(ImportedNode node, Operator operator, Reduction reduction) {
        Operand x = reduction == Reduction.MEAN ? node.real(0) : node.operand(0);
        if (!Axes.mayBeImages(x.shape())) {
            return overSpace(node, reduction, x);
        }
        return node.images(x.type(), operator, pooled(x.shape()), x.images());
    }

    private static Operand globalNorm(ImportedNode node) throws ModelFormatException {
        int p = node.integer("p", 2);
        if (p != 1 && p != 2) {
            throw new UnsupportedException("p = " + p);
        }
        return overSpace(node, p == 1 ? Reduction.L1 : Reduction.L2, node.real(0));
    }

    private static Operand overSpace(ImportedNode node, Reduction reduction, Operand x) {
        int[] axes = IntStream.range(2, x.rank()).toArray();
        return ReductionOperators.reduce(node, reduction, x, axes, true);
    }

    private static Shape pooled(Shape shape) {
        int[] dimensions = shape.toArray();
        Arrays.fill(dimensions, 2, dimensions.length, 1);
        return Shape.of(dimensions);
    }
}
