package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.DataType;
import io.github.lanewise.layers.graph.Operator;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;

/** Sums, means and extremes over axes. */
final class ReductionOperators {
    private ReductionOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        put(importers, "ReduceMean", Reduction.MEAN);
        put(importers, "ReduceSum", Reduction.SUM);
        put(importers, "ReduceMax", Reduction.MAXIMUM);
        put(importers, "ReduceMin", Reduction.MINIMUM);
        put(importers, "ReduceL1", Reduction.L1);
        put(importers, "ReduceL2", Reduction.L2);
        put(importers, "ReduceSumSquare", Reduction.SUM_OF_SQUARES);
        OperatorImporter.put(importers, "ReduceProd", ReductionOperators::product);
        OperatorImporter.put(importers, "ArgMax", ReductionOperators::argMax);
    }

    private static void put(Map<String, OperatorImporter> importers, String name, Reduction reduction) {
        OperatorImporter.put(importers, name, node -> reduce(node, reduction));
    }

    private static Operand reduce(ImportedNode node, Reduction reduction) throws ModelFormatException {
        Operand x = node.operand(0);
        boolean extreme = reduction == Reduction.MAXIMUM || reduction == Reduction.MINIMUM;
        if (!x.type().isFloat() && !extreme) {
            throw new UnsupportedException("elements of type " + x.type());
        }
        long[] given = node.integers("axes", 1);
        if (given == null || given.length == 0) {
            if (node.flag("noop_with_empty_axes", false)) {
                return x;
            }
            given = LongStream.range(0, x.rank()).toArray();
        }
        return reduce(node, reduction, x, Axes.of(given, x.rank()), node.flag("keepdims", true));
    }

    static Operand reduce(ImportedNode node, Reduction reduction, Operand x, int[] axes, boolean keep) {
        Shape kept = ones(x.shape(), axes);
        if (!x.prefersImages()) {
            Shape shape = keep ? kept : Axes.without(x.shape(), axes);
            return node.plain(x.type(), new Operator.Reduce(reduction, Axes.list(axes)), shape, x.plain());
        }
        Operator operator = reduction == Reduction.MEAN && isSpace(axes, x.rank())
                ? new Operator.GlobalAveragePool()
                : new Operator.Reduce(reduction, Axes.inImages(axes, x.rank()));
        Operand reduced = node.images(x.type(), operator, kept, x.images());
        return keep ? reduced : node.reshape(reduced, Axes.without(x.shape(), axes));
    }

    private static boolean isSpace(int[] axes, int rank) {
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        return Arrays.equals(sorted, rank == 4 ? new int[] {2, 3} : new int[] {2});
    }

    private static Shape ones(Shape shape, int[] axes) {
        int[] dimensions = shape.toArray();
        for (int axis : axes) {
            dimensions[axis] = 1;
        }
        return Shape.of(dimensions);
    }

    /** Of a known vector, such as a shape. */
    private static Operand product(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        if (!x.isKnown() || x.type().isFloat() || x.rank() != 1) {
            throw new UnsupportedException("products of elements that are computed while the model runs");
        }
        long product = LongStream.of(x.known().values()).reduce(1, Math::multiplyExact);
        IntegerTensor scalar = IntegerTensor.scalar(product);
        return node.integers(node.flag("keepdims", true) ? scalar.reshape(Shape.of(1)) : scalar);
    }

    private static Operand argMax(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        int axis = Axes.of(node.node().integer("axis", 0), x.rank());
        boolean keep = node.flag("keepdims", true);
        boolean last = node.flag("select_last_index", false);
        int[] axes = {axis};
        if (!x.prefersImages()) {
            Shape shape = keep ? ones(x.shape(), axes) : Axes.without(x.shape(), axes);
            return node.plain(DataType.INT64, new Operator.ArgMax(axis, last), shape, x.plain());
        }
        Operator operator = new Operator.ArgMax(Axes.inImages(axis, x.rank()), last);
        Operand index = node.images(DataType.INT64, operator, ones(x.shape(), axes), x.images());
        return keep ? index : node.reshape(index, Axes.without(x.shape(), axes));
    }
}
