package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.Broadcast;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.DataType;
import io.github.lanewise.layers.graph.Operator;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/**
 * Arithmetic of two or more operands. That of integers is done at once if they are known, else in float32 if their {@link Range}
 * says that it is exact there.
 */
final class ArithmeticOperators {
    private static final int NUMPY_BROADCASTING = 7;

    private ArithmeticOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        two(importers, "Add", BinaryOperation.ADD, Math::addExact);
        two(importers, "Sub", BinaryOperation.SUBTRACT, Math::subtractExact);
        two(importers, "Mul", BinaryOperation.MULTIPLY, Math::multiplyExact);
        two(importers, "Div", BinaryOperation.DIVIDE, (a, b) -> a / b);
        OperatorImporter.put(importers, "Pow", ArithmeticOperators::power);
        OperatorImporter.put(importers, "Mod", ArithmeticOperators::modulo);
        many(importers, "Min", BinaryOperation.MINIMUM, Math::min);
        many(importers, "Max", BinaryOperation.MAXIMUM, Math::max);
        many(importers, "Sum", BinaryOperation.ADD, Math::addExact);
        OperatorImporter.put(importers, "Mean", ArithmeticOperators::mean);
        integers(importers, "Equal", (a, b) -> a == b ? 1 : 0);
        integers(importers, "Less", (a, b) -> a < b ? 1 : 0);
        integers(importers, "Greater", (a, b) -> a > b ? 1 : 0);
        OperatorImporter.put(importers, "Where", ArithmeticOperators::where);
    }

    private static void two(
            Map<String, OperatorImporter> importers,
            String name,
            BinaryOperation operation,
            LongBinaryOperator ofIntegers) {
        OperatorImporter.put(
                importers, name, node -> apply(node, operation, ofIntegers, node.operand(0), aligned(node)));
    }

    private static void many(
            Map<String, OperatorImporter> importers,
            String name,
            BinaryOperation operation,
            LongBinaryOperator ofIntegers) {
        OperatorImporter.put(importers, name, node -> fold(node, operation, ofIntegers));
    }

    private static Operand fold(ImportedNode node, BinaryOperation operation, LongBinaryOperator ofIntegers) {
        Operand result = node.operand(0);
        for (Operand next : node.all().subList(1, node.all().size())) {
            result = apply(node, operation, ofIntegers, result, next);
        }
        return result;
    }

    private static Operand apply(
            ImportedNode node, BinaryOperation operation, LongBinaryOperator ofIntegers, Operand a, Operand b) {
        boolean extreme = operation == BinaryOperation.MINIMUM || operation == BinaryOperation.MAXIMUM;
        boolean known = a.isKnown() && b.isKnown();
        if (a.type().isFloat() || (extreme && !known)) {
            return Broadcasting.binary(node, operation, a, b);
        }
        return a.mayBeKnown() && b.mayBeKnown()
                ? onKnown(node, ofIntegers, a, b, a.type())
                : computed(node, operation, a, b);
    }

    private static Operand computed(ImportedNode node, BinaryOperation operation, Operand a, Operand b) {
        Operand result = Broadcasting.binary(node, operation, a, b);
        if (operation == BinaryOperation.DIVIDE) {
            result = node.elementwise(new Operator.Unary(UnaryOperation.TRUNCATE), result);
        }
        Range range = result.range();
        if (range == null || !Types.holds(a.type(), range)) {
            String values = range == null ? "" : ", from " + range.least() + " to " + range.most();
            throw new UnsupportedException(
                    "integers that the model computes while it runs and float32 may not hold" + values);
        }
        return result;
    }

    private static Operand onKnown(
            ImportedNode node, LongBinaryOperator operation, Operand a, Operand b, DataType type) {
        IntegerTensor result = a.known().combine(b.known(), operation);
        return Operand.integers(node.assembly(), type, result.map(value -> Types.wrap(type, value)));
    }

    private static void integers(Map<String, OperatorImporter> importers, String name, LongBinaryOperator operation) {
        OperatorImporter.put(
                importers, name, node -> onKnown(node, operation, integers(node, 0), integers(node, 1), DataType.BOOL));
    }

    private static Operand integers(ImportedNode node, int index) {
        Operand operand = node.operand(index);
        if (operand.type().isFloat() || !operand.mayBeKnown()) {
            throw new UnsupportedException("other operands than integers that are known");
        }
        return operand;
    }

    /** {@code condition ? a : b}. */
    private static Operand where(ImportedNode node) {
        IntegerTensor condition = integers(node, 0).known();
        IntegerTensor a = integers(node, 1).known();
        IntegerTensor b = integers(node, 2).known();
        Shape shape = Broadcast.shape(condition.shape(), Broadcast.shape(a.shape(), b.shape()));
        long[] choice = condition.expand(shape).values();
        long[] left = a.expand(shape).values();
        long[] right = b.expand(shape).values();
        long[] result = new long[choice.length];
        Arrays.setAll(result, i -> choice[i] != 0 ? left[i] : right[i]);
        return Operand.integers(node.assembly(), node.operand(1).type(), new IntegerTensor(shape, result));
    }

    private static Operand power(ImportedNode node) {
        Operand base = node.operand(0);
        Operand exponent = aligned(node);
        if (base.type().isFloat()) {
            return Broadcasting.binary(node, BinaryOperation.POWER, base, exponent);
        }
        if (!base.mayBeKnown() || !exponent.mayBeKnown()) {
            throw new UnsupportedException("powers of integers that the model computes while it runs");
        }
        if (exponent.type().isFloat()) {
            return ConstantOperators.cast(
                    node,
                    Broadcasting.binary(
                            node,
                            BinaryOperation.POWER,
                            Operand.plain(
                                    node.assembly(),
                                    DataType.FLOAT32,
                                    node.assembly().constant(base.tensor())),
                            Operand.plain(
                                    node.assembly(),
                                    DataType.FLOAT32,
                                    node.assembly().constant(exponent.tensor()))),
                    base.type());
        }
        return onKnown(node, (a, b) -> (long) Math.pow((double) a, (double) b), base, exponent, base.type());
    }

    private static Operand modulo(ImportedNode node) throws ModelFormatException {
        boolean truncated = node.flag("fmod", false);
        return onKnown(
                node,
                (a, b) -> truncated ? a % b : Math.floorMod(a, b),
                integers(node, 0),
                integers(node, 1),
                node.operand(0).type());
    }

    private static Operand mean(ImportedNode node) {
        DataType type = node.real(0).type();
        Operand sum = fold(node, BinaryOperation.ADD, Math::addExact);
        int count = node.all().size();
        if (count == 1) {
            return sum;
        }
        int divisor = node.assembly().constant(Tensor.of(new float[] {count}));
        return Broadcasting.binary(node, BinaryOperation.DIVIDE, sum, Operand.plain(node.assembly(), type, divisor));
    }

    /** The second operand; before opset 7 an attribute may say at which axis of the first one it is aligned. */
    private static Operand aligned(ImportedNode node) {
        Operand b = node.operand(1);
        if (node.opset() >= NUMPY_BROADCASTING || !node.node().has("axis")) {
            return b;
        }
        try {
            int rank = node.operand(0).rank();
            int behind = rank - Axes.of(node.node().integer("axis"), rank) - b.rank();
            int[] dimensions = Arrays.copyOf(b.shape().toArray(), b.rank() + Math.max(0, behind));
            Arrays.fill(dimensions, b.rank(), dimensions.length, 1);
            return node.reshape(b, Shape.of(dimensions));
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
