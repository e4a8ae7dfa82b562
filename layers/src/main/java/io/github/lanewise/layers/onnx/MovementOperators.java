package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.Broadcast;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that move elements; of known integers they are computed at once. */
final class MovementOperators {
    private static final List<Integer> TO_CHANNELS_LAST = List.of(0, 2, 3, 1);
    private static final List<Integer> TO_CHANNELS_FIRST = List.of(0, 3, 1, 2);

    /** What an element of a list takes, in elements of an array. */
    private static final long BOXED = 3;

    private MovementOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "Transpose", MovementOperators::transpose);
        OperatorImporter.put(importers, "Concat", MovementOperators::concat);
        OperatorImporter.put(importers, "Gather", MovementOperators::gather);
        OperatorImporter.put(importers, "Expand", MovementOperators::expand);
        OperatorImporter.put(importers, "Tile", MovementOperators::tile);
        OperatorImporter.put(importers, "DepthToSpace", MovementOperators::depthToSpace);
        OperatorImporter.put(importers, "SpaceToDepth", MovementOperators::spaceToDepth);
        OperatorImporter.put(importers, "Slice", SliceOperators::slice);
        importers.put("Split", SliceOperators::split);
    }

    private static Operand transpose(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        int[] reversed =
                IntStream.range(0, x.rank()).map(axis -> x.rank() - 1 - axis).toArray();
        int[] axes = node.ints("perm", reversed);
        Windows.requireLength("perm", axes, x.rank());
        List<Integer> permutation = Axes.list(axes);
        Shape shape = Axes.transposed(x.shape(), permutation);
        if (x.isKnown() && !x.type().isFloat()) {
            return Operand.integers(node.assembly(), x.type(), x.known().transpose(permutation));
        }
        if (x.rank() == 4 && x.prefersImages() && !x.isUntouchedInput()) {
            return fromImages(node, x, permutation, shape);
        }
        if (permutation.equals(TO_CHANNELS_FIRST) && !x.isKnown()) {
            return Operand.images(node.assembly(), x.type(), shape, x.plain());
        }
        return node.plain(x.type(), new Operator.Transpose(permutation), shape, x.plain());
    }

    /** The images have the axes in another order already, so that their transposition is another one, or none. */
    private static Operand fromImages(ImportedNode node, Operand x, List<Integer> permutation, Shape shape) {
        if (permutation.equals(TO_CHANNELS_LAST)) {
            return Operand.plain(node.assembly(), x.type(), x.images());
        }
        List<Integer> composed =
                permutation.stream().map(axis -> Axes.inImages(axis, 4)).toList();
        return node.plain(x.type(), new Operator.Transpose(composed), shape, x.images());
    }

    private static Operand concat(ImportedNode node) throws ModelFormatException {
        List<Operand> parts = node.all();
        Operand first = parts.getFirst();
        int axis = Axes.of(node.integer("axis", 1), first.rank());
        int extent = 0;
        for (Operand part : parts) {
            if (part.rank() != first.rank()
                    || !Axes.with(part.shape(), axis, 0).equals(Axes.with(first.shape(), axis, 0))) {
                throw new IllegalArgumentException("shapes " + first.shape() + " and " + part.shape());
            }
            extent = Math.addExact(extent, part.shape().dimension(axis));
        }
        Shape shape = Axes.with(first.shape(), axis, extent);
        if (!first.type().isFloat() && parts.stream().allMatch(Operand::isKnown)) {
            List<IntegerTensor> known = parts.stream().map(Operand::known).toList();
            return Operand.integers(node.assembly(), first.type(), IntegerTensor.concat(known, axis, shape));
        }
        if (parts.stream().anyMatch(Operand::prefersImages)) {
            int[] nodes = parts.stream().mapToInt(Operand::images).toArray();
            return node.images(first.type(), new Operator.Concat(Axes.inImages(axis, first.rank())), shape, nodes);
        }
        int[] nodes = parts.stream().mapToInt(Operand::plain).toArray();
        return node.plain(first.type(), new Operator.Concat(axis), shape, nodes);
    }

    private static Operand gather(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        Operand indices = node.operand(1);
        int axis = Axes.of(node.integer("axis", 0), x.rank());
        if (indices.type().isFloat()) {
            throw new IllegalArgumentException("indices of type " + indices.type());
        }
        if (x.isKnown() && !x.type().isFloat() && indices.mayBeKnown()) {
            return Operand.integers(node.assembly(), x.type(), x.known().gather(indices.known(), axis));
        }
        Shape shape = Axes.gathered(x.shape(), indices.shape(), axis);
        IntegerTensor.requireRoom(indices.shape());
        if (!indices.isKnown()) {
            return node.plain(x.type(), new Operator.Lookup(axis), shape, x.plain(), indices.plain());
        }
        node.assembly().budget().takeIntegers(BOXED * indices.shape().elements());
        List<Long> list = Arrays.stream(indices.known().values()).boxed().toList();
        requireWithin(list, x.shape().dimension(axis));
        return node.plain(x.type(), new Operator.Gather(list, axis), shape, x.plain());
    }

    private static void requireWithin(List<Long> indices, int extent) {
        for (long index : indices) {
            if (index < -extent || index >= extent) {
                throw new IllegalArgumentException("index " + index + " of " + extent + " elements");
            }
        }
    }

    private static Operand expand(ImportedNode node) {
        Operand x = node.operand(0);
        Shape wanted = GraphImport.shape(node.operand(1).known().values());
        Shape shape = Broadcast.shape(x.shape(), wanted);
        if (x.isKnown() && !x.type().isFloat()) {
            return Operand.integers(node.assembly(), x.type(), x.known().expand(shape));
        }
        return x.prefersImages() && x.rank() == shape.rank()
                ? node.images(x.type(), new Operator.Expand(), shape, x.images())
                : node.plain(x.type(), new Operator.Expand(), shape, x.plain());
    }

    private static Operand tile(ImportedNode node) {
        Operand x = node.operand(0);
        int[] repeats = ImportedNode.exact(node.operand(1).known().values());
        Windows.requireLength("repeats", repeats, x.rank());
        int[] dimensions = x.shape().toArray();
        for (int axis = 0; axis < dimensions.length; axis++) {
            dimensions[axis] = Math.multiplyExact(dimensions[axis], repeats[axis]);
        }
        Shape shape = Shape.of(dimensions);
        return x.prefersImages()
                ? node.images(x.type(), new Operator.Tile(), shape, x.images())
                : node.plain(x.type(), new Operator.Tile(), shape, x.plain());
    }

    private static Operand depthToSpace(ImportedNode node) throws ModelFormatException {
        Operand x = requireImages(node);
        int block = blockSize(node);
        Shape shape = x.shape();
        int channels = shape.dimension(1) / Math.multiplyExact(block, block);
        int height = shape.dimension(2);
        int width = shape.dimension(3);
        boolean columnFirst = node.node().text("mode", "DCR").equals("CRD");
        Shape split = columnFirst
                ? Shape.of(shape.dimension(0), height, width, channels, block, block)
                : Shape.of(shape.dimension(0), height, width, block, block, channels);
        List<Integer> permutation = columnFirst ? List.of(0, 1, 4, 2, 5, 3) : List.of(0, 1, 3, 2, 4, 5);
        Shape result = Shape.of(
                shape.dimension(0), channels, Math.multiplyExact(height, block), Math.multiplyExact(width, block));
        return rearranged(node, x, split, permutation, result);
    }

    private static Operand spaceToDepth(ImportedNode node) throws ModelFormatException {
        Operand x = requireImages(node);
        int block = blockSize(node);
        Shape shape = x.shape();
        int height = shape.dimension(2) / block;
        int width = shape.dimension(3) / block;
        int channels = shape.dimension(1);
        Shape split = Shape.of(shape.dimension(0), height, block, width, block, channels);
        Shape result = Shape.of(
                shape.dimension(0), Math.multiplyExact(channels, Math.multiplyExact(block, block)), height, width);
        return rearranged(node, x, split, List.of(0, 1, 3, 2, 4, 5), result);
    }

    private static Operand rearranged(
            ImportedNode node, Operand x, Shape split, List<Integer> permutation, Shape result) {
        if (split.elements() != x.shape().elements()) {
            throw new IllegalArgumentException("blocks do not divide " + x.shape());
        }
        Assembly assembly = node.assembly();
        int parts = assembly.append(new Operator.Reshape(), split, x.images());
        int moved = assembly.append(new Operator.Transpose(permutation), Axes.transposed(split, permutation), parts);
        return node.images(x.type(), new Operator.Reshape(), result, moved);
    }

    private static Operand requireImages(ImportedNode node) {
        Operand x = node.operand(0);
        if (x.rank() != 4) {
            throw new IllegalArgumentException("images expected, got the shape " + x.shape());
        }
        return x;
    }

    private static int blockSize(ImportedNode node) throws ModelFormatException {
        int block = Math.toIntExact(node.node().integer("blocksize"));
        Windows.requirePositive("blocksize", block);
        return block;
    }

    /** As many times the same number. */
    static List<Integer> repeated(int count, int value) {
        return new ArrayList<>(Collections.nCopies(count, value));
    }
}
