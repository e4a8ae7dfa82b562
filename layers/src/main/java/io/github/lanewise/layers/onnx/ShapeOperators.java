package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that change or tell the shape and nothing else. */
final class ShapeOperators {
    private static final int MAX_RANK = 8;
    private static final int NEW = -1;

    private ShapeOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "Reshape", ShapeOperators::reshape);
        OperatorImporter.put(importers, "Flatten", ShapeOperators::flatten);
        OperatorImporter.put(importers, "Squeeze", ShapeOperators::squeeze);
        OperatorImporter.put(importers, "Unsqueeze", ShapeOperators::unsqueeze);
        OperatorImporter.put(importers, "Shape", ShapeOperators::shape);
        OperatorImporter.put(
                importers,
                "Size",
                node -> node.integers(
                        IntegerTensor.scalar(node.operand(0).shape().elements())));
    }

    private static Operand reshape(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        long[] wanted = node.integers("shape", 1);
        if (wanted == null) {
            throw new IllegalArgumentException("the shape is missing");
        }
        int[] dimensions = ImportedNode.exact(wanted);
        boolean allowZero = node.flag("allowzero", false);
        int open = -1;
        long product = 1;
        for (int axis = 0; axis < dimensions.length; axis++) {
            if (dimensions[axis] == 0 && !allowZero) {
                dimensions[axis] = x.shape().dimension(Axes.of(axis, x.rank()));
            }
            if (dimensions[axis] == -1 && open < 0) {
                open = axis;
            } else {
                product = Math.multiplyExact(product, dimensions[axis]);
            }
        }
        if (open >= 0) {
            dimensions[open] = Math.toIntExact(x.shape().elements() / product);
        }
        return node.reshape(x, Shape.of(dimensions));
    }

    private static Operand flatten(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        int axis = node.integer("axis", 1);
        int before = axis == x.rank() ? axis : Axes.of(axis, x.rank() + (axis == 0 ? 1 : 0));
        return node.reshape(x, Shape.of(extent(x.shape(), 0, before), extent(x.shape(), before, x.rank())));
    }

    /** The product of the dimensions from one axis to another. */
    static int extent(Shape shape, int from, int to) {
        int extent = 1;
        for (int axis = from; axis < to; axis++) {
            extent = Math.multiplyExact(extent, shape.dimension(axis));
        }
        return extent;
    }

    private static Operand squeeze(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        long[] given = node.integers("axes", 1);
        int[] axes = given == null
                ? IntStream.range(0, x.rank())
                        .filter(axis -> x.shape().dimension(axis) == 1)
                        .toArray()
                : Axes.of(given, x.rank());
        return node.reshape(x, Axes.without(x.shape(), axes));
    }

    private static Operand unsqueeze(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        long[] given = node.integers("axes", 1);
        if (given == null) {
            throw new IllegalArgumentException("the axes are missing");
        }
        if (given.length > MAX_RANK - x.rank()) {
            throw new IllegalArgumentException(
                    given.length + " more axes for a value of rank " + x.rank() + ", the highest rank is " + MAX_RANK);
        }
        int[] dimensions = new int[x.rank() + given.length];
        for (int axis : Axes.of(given, dimensions.length)) {
            dimensions[axis] = NEW;
        }
        int from = 0;
        for (int axis = 0; axis < dimensions.length; axis++) {
            dimensions[axis] = dimensions[axis] == NEW ? 1 : x.shape().dimension(from++);
        }
        return node.reshape(x, Shape.of(dimensions));
    }

    private static Operand shape(ImportedNode node) throws ModelFormatException {
        Shape shape = node.operand(0).shape();
        int start = bound(node.node().integer("start", 0), shape.rank());
        int end = bound(node.node().integer("end", shape.rank()), shape.rank());
        return node.integers(IntegerTensor.vector(IntStream.range(start, Math.max(start, end))
                .mapToLong(shape::dimension)
                .toArray()));
    }

    private static int bound(long axis, int rank) {
        return (int) Math.clamp(axis < 0 ? axis + rank : axis, 0L, rank);
    }
}
