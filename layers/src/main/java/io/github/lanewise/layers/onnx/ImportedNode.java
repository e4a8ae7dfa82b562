package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.graph.DataType;
import io.github.lanewise.layers.graph.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of an ONNX model with its operands, and the graph that its results are appended to.
 *
 * @param operands null where one is left out
 * @param unknown the indices of those that are there and of which nothing is known: whoever asks for one ends in
 *     {@link UnknownOperandException}, so importers look at attributes before operands
 */
record ImportedNode(
        OnnxNode node, int opset, List<@Nullable Operand> operands, Set<Integer> unknown, Assembly assembly) {
    /** An operand that the operator requires. */
    Operand operand(int index) {
        Operand operand = optional(index);
        if (operand == null) {
            throw new IllegalArgumentException("input " + index + " is missing");
        }
        return operand;
    }

    /** An operand, or null where it is left out. */
    @Nullable
    Operand optional(int index) {
        if (unknown.contains(index)) {
            throw new UnknownOperandException(node.inputs().get(index));
        }
        return index < operands.size() ? operands.get(index) : null;
    }

    /** An operand of real numbers: what else the operator may take is not supported. */
    Operand real(int index) {
        Operand operand = operand(index);
        if (!operand.type().isFloat()) {
            throw new UnsupportedException("elements of type " + operand.type());
        }
        return operand;
    }

    boolean has(int index) {
        return unknown.contains(index) || optional(index) != null;
    }

    /** Whether an operand is there, and something is known about it. */
    boolean knows(int index) {
        return !unknown.contains(index) && optional(index) != null;
    }

    /** {@link UnsupportedException} if the node wants more than one result. */
    void requireOneResult() {
        if (node.hasOutput(1)) {
            throw new UnsupportedException("result 1");
        }
    }

    /** All operands of an operator that takes any number, at least one. */
    List<Operand> all() {
        List<Operand> all = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            all.add(operand(i));
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("at least one input is needed");
        }
        return all;
    }

    /** An attribute of integers within 32 bits. */
    int[] ints(String attribute, int... otherwise) throws ModelFormatException {
        return node.has(attribute) ? exact(node.integers(attribute)) : otherwise;
    }

    int integer(String attribute, int otherwise) throws ModelFormatException {
        return Math.toIntExact(node.integer(attribute, otherwise));
    }

    boolean flag(String attribute, boolean otherwise) throws ModelFormatException {
        return node.integer(attribute, otherwise ? 1 : 0) != 0;
    }

    /**
     * Integers that became an input in some version of the operator and were an attribute before; null if there are
     * neither.
     */
    long @Nullable [] integers(String attribute, int input) throws ModelFormatException {
        if (has(input)) {
            return operand(input).known().values();
        }
        return node.has(attribute) ? node.integers(attribute) : null;
    }

    static int[] exact(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    /** The result of an operation in the layout of ONNX. */
    Operand plain(DataType type, Operator operator, Shape shape, int... nodes) {
        return Operand.plain(assembly, type, assembly.append(operator, shape, nodes));
    }

    /** The result of an operation on channels-last images, by its shape in ONNX. */
    Operand images(DataType type, Operator operator, Shape shape, int... nodes) {
        return Operand.images(assembly, type, shape, assembly.append(operator, Axes.images(shape), nodes));
    }

    /** An operation that takes every element by itself, in the layout that its operand has. */
    Operand elementwise(Operator operator, Operand x) {
        return x.prefersImages()
                ? images(x.type(), operator, x.shape(), x.images())
                : plain(x.type(), operator, x.shape(), x.plain());
    }

    /** The same elements in the same order in another shape. */
    Operand reshape(Operand x, Shape shape) {
        if (shape.elements() != x.shape().elements()) {
            throw new IllegalArgumentException(x.shape() + " has other elements than " + shape);
        }
        if (x.isKnown() && !x.type().isFloat()) {
            return Operand.integers(assembly, x.type(), x.known().reshape(shape));
        }
        if (shape.equals(x.shape())) {
            return x;
        }
        return ChannelShuffle.endsIn(assembly, x.plain(), shape)
                ? images(x.type(), new Operator.Images(), shape, x.plain())
                : plain(x.type(), new Operator.Reshape(), shape, x.plain());
    }

    Operand integers(IntegerTensor values) {
        return Operand.integers(assembly, DataType.INT64, values);
    }
}
