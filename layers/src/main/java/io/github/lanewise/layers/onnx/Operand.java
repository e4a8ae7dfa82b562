package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.DataType;
import io.github.lanewise.layers.graph.Edge;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Operator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value of an ONNX model: known integers, an input, or a node of the graph in up to two layouts, row-major as ONNX has
 * it and, of rank 3 or 4, channels-last images. The other layout is made when it is asked for, and kept.
 */
final class Operand {
    private static final int NONE = -1;

    private final Assembly assembly;
    private final DataType type;
    private final Shape shape;
    private @Nullable IntegerTensor integers;
    private int input = NONE;
    private int plain = NONE;
    private int images = NONE;

    private Operand(Assembly assembly, DataType type, Shape shape) {
        this.assembly = assembly;
        this.type = type;
        this.shape = shape;
    }

    static Operand input(Assembly assembly, DataType type, int index) {
        Operand operand = new Operand(assembly, type, assembly.inputs().shape(index));
        operand.input = index;
        return operand;
    }

    static Operand plain(Assembly assembly, DataType type, int node) {
        Operand operand = new Operand(assembly, type, assembly.shape(node));
        operand.plain = node;
        return operand;
    }

    /** Images of the shape that the value has in ONNX. */
    static Operand images(Assembly assembly, DataType type, Shape shape, int node) {
        Operand operand = new Operand(assembly, type, shape);
        operand.images = node;
        return operand;
    }

    static Operand integers(Assembly assembly, DataType type, IntegerTensor values) {
        assembly.budget().takeIntegers(values.values().length);
        Operand operand = new Operand(assembly, type, values.shape());
        operand.integers = values;
        return operand;
    }

    DataType type() {
        return type;
    }

    Shape shape() {
        return shape;
    }

    int rank() {
        return shape.rank();
    }

    /** The same value with elements of another type. */
    Operand as(DataType newType) {
        Operand operand = new Operand(assembly, newType, shape);
        operand.integers = integers;
        operand.input = input;
        operand.plain = plain;
        operand.images = images;
        return operand;
    }

    /** Whether an operator that may compute in any layout should take the images. */
    boolean prefersImages() {
        if (!Axes.mayBeImages(shape)) {
            return false;
        }
        return images != NONE || (input != NONE && plain == NONE && assembly.computesImages());
    }

    /** Whether this is an input that is in no layout yet. */
    boolean isUntouchedInput() {
        return input != NONE && plain == NONE && images == NONE;
    }

    /** Whether the values are known without those of any input. */
    boolean isKnown() {
        return integers != null || (plain != NONE && assembly.constant(plain) != null);
    }

    /** Whether the values are known, perhaps by the value of an input. */
    boolean mayBeKnown() {
        return isKnown() || input != NONE;
    }

    /** What the elements lie between if they are computed; null if that is not known. */
    @Nullable
    Range range() {
        int node = plain == NONE ? images : plain;
        return node == NONE ? null : assembly.range(node);
    }

    /** The node with the value, row-major. */
    int plain() {
        if (plain == NONE) {
            if (input != NONE) {
                plain = assembly.append(new Operator.Input(input, Edge.SAME), shape);
            } else if (images != NONE) {
                plain = assembly.append(new Operator.Flatten(), shape, images);
            } else {
                plain = assembly.constant(Tensor.of(floats(known()), shape.toArray()));
            }
        }
        return plain;
    }

    /** The node with the value as channels-last images. */
    int images() {
        if (images == NONE) {
            if (!Axes.mayBeImages(shape)) {
                throw new UnsupportedException("images of rank " + rank());
            }
            images = input != NONE
                    ? assembly.append(new Operator.Input(input, Edge.ofRank(rank())), Axes.images(shape))
                    : assembly.append(new Operator.Images(), Axes.images(shape), plain());
        }
        return images;
    }

    /** The result of the model that has this value. */
    Graph.Output output() {
        return plain == NONE && images != NONE
                ? new Graph.Output(images, shape, Edge.ofRank(rank()))
                : new Graph.Output(plain(), shape, Edge.SAME);
    }

    /** The integers, which must be known. */
    IntegerTensor known() {
        if (integers == null) {
            integers = new IntegerTensor(shape, knownValues());
        }
        return integers;
    }

    private long[] knownValues() {
        if (type.isFloat()) {
            throw new IllegalArgumentException("integers expected, got " + type + " " + shape);
        }
        if (input != NONE) {
            return ((Data.Integers) assembly.inputs().value(input)).values();
        }
        Tensor values = plain == NONE ? null : assembly.constant(plain);
        if (values == null) {
            throw new UnsupportedException("integers that the model computes while it runs");
        }
        assembly.budget().takeIntegers(values.shape().elements());
        float[] floats = values.toArray();
        long[] whole = new long[floats.length];
        Arrays.setAll(whole, i -> (long) floats[i]);
        return whole;
    }

    /** The values as a dense tensor, which must be known: the same one in every graph if it depends on no input. */
    Tensor tensor() {
        if (input != NONE) {
            float[] values = assembly.inputs().value(input).toFloats();
            plain = assembly.constant(Tensor.of(values, shape.toArray()));
            input = NONE;
        }
        Tensor values = assembly.constant(plain());
        if (values == null) {
            throw new UnsupportedException("parameters that the model computes while it runs");
        }
        return values;
    }

    /** The single value, which must be known. */
    float number() {
        if (shape.elements() != 1) {
            throw new IllegalArgumentException("one number expected, got the shape " + shape);
        }
        return tensor().toArray()[0];
    }

    private static float[] floats(IntegerTensor integers) {
        try {
            return new Data.Integers(integers.shape(), integers.values()).toFloats();
        } catch (IllegalArgumentException e) {
            throw new UnsupportedException(String.valueOf(e.getMessage()));
        }
    }
}
