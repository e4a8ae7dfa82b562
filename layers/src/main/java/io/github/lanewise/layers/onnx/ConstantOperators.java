package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.graph.DataType;
import io.github.lanewise.layers.graph.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Constants, casts, and operators that return their operand. */
final class ConstantOperators {
    private static final int MAX_RANGE = 1 << 22;

    private ConstantOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "Constant", ConstantOperators::constant);
        OperatorImporter.put(importers, "ConstantOfShape", ConstantOperators::constantOfShape);
        OperatorImporter.put(importers, "Range", ConstantOperators::range);
        OperatorImporter.put(importers, "Cast", node -> {
            DataType type = castType(node);
            return cast(node, node.operand(0), type);
        });
        OperatorImporter.put(importers, "Identity", node -> node.operand(0));
        importers.put("Dropout", ConstantOperators::dropout);
    }

    /** An initialiser or the value of an attribute. */
    static Operand constant(Assembly assembly, OnnxTensor tensor) throws ModelFormatException {
        DataType type = Types.of(tensor.type());
        Shape shape = GraphImport.shape(tensor.dims());
        return type.isFloat()
                ? Operand.plain(
                        assembly, type, assembly.constant(assembly.constants().of(tensor, shape)))
                : Operand.integers(assembly, type, new IntegerTensor(shape, tensor.integers()));
    }

    private static Operand constant(ImportedNode node) throws ModelFormatException {
        OnnxNode onnx = node.node();
        if (onnx.has("value")) {
            return constant(node.assembly(), onnx.tensor("value"));
        }
        if (onnx.has("value_int")) {
            return node.integers(IntegerTensor.scalar(onnx.integer("value_int")));
        }
        if (onnx.has("value_ints")) {
            return node.integers(IntegerTensor.vector(onnx.integers("value_ints")));
        }
        if (onnx.has("value_float")) {
            return floats(node, new float[] {onnx.number("value_float")});
        }
        if (onnx.has("value_floats")) {
            float[] values = array(onnx.numbers("value_floats"));
            return floats(node, values, values.length);
        }
        throw new UnsupportedException("a constant of " + onnx.attributes().keySet());
    }

    static float[] array(List<Float> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return values;
    }

    private static Operand floats(ImportedNode node, float[] values, int... dimensions) {
        return Operand.plain(
                node.assembly(), DataType.FLOAT32, node.assembly().constant(Tensor.of(values, dimensions)));
    }

    private static Operand constantOfShape(ImportedNode node) throws ModelFormatException {
        if (!node.node().has("value")) {
            Shape shape = GraphImport.shape(node.operand(0).known().values());
            return filled(node, DataType.FLOAT32, Tensor.of(new float[1], 1), shape);
        }
        Operand value = constant(node.assembly(), node.node().tensor("value"));
        if (value.shape().elements() != 1) {
            throw new IllegalArgumentException("a value of shape " + value.shape());
        }
        Shape shape = GraphImport.shape(node.operand(0).known().values());
        return value.type().isFloat()
                ? filled(node, value.type(), value.tensor(), shape)
                : Operand.integers(
                        node.assembly(),
                        value.type(),
                        IntegerTensor.filled(shape, value.known().values()[0]));
    }

    private static Operand filled(ImportedNode node, DataType type, Tensor value, Shape shape) {
        int one = node.assembly().constant(value.reshape());
        return node.plain(type, new Operator.Expand(), shape, one);
    }

    private static Operand range(ImportedNode node) {
        Operand start = node.operand(0);
        if (start.type().isFloat()) {
            float first = start.number();
            float step = node.operand(2).number();
            int count = count((node.operand(1).number() - (double) first) / step);
            node.assembly().budget().takeBytes((long) count * Float.BYTES);
            float[] values = new float[count];
            for (int i = 0; i < values.length; i++) {
                values[i] = first + i * step;
            }
            return floats(node, values, values.length);
        }
        long first = single(start);
        long step = single(node.operand(2));
        long span = Math.subtractExact(single(node.operand(1)), first);
        if (step == 0) {
            throw new IllegalArgumentException("a step of 0");
        }
        long[] values = new long[count((double) span / step)];
        Arrays.setAll(values, i -> first + i * step);
        return Operand.integers(node.assembly(), start.type(), IntegerTensor.vector(values));
    }

    private static long single(Operand operand) {
        if (operand.shape().elements() != 1) {
            throw new IllegalArgumentException("one integer expected, got the shape " + operand.shape());
        }
        return operand.known().values()[0];
    }

    private static int count(double steps) {
        double count = Math.max(0, Math.ceil(steps));
        if (!(count <= MAX_RANGE)) {
            throw new IllegalArgumentException("a range of " + count + " elements");
        }
        return (int) count;
    }

    private static DataType castType(ImportedNode node) throws ModelFormatException {
        DataType type = Types.of(OnnxType.of(Math.toIntExact(node.node().integer("to"))));
        if (type == DataType.BFLOAT16) {
            throw new UnsupportedException("a cast to BFLOAT16");
        }
        return type;
    }

    /** Real types are all float32 inside; whole numbers become real or whole as they are. */
    static Operand cast(ImportedNode node, Operand x, DataType type) {
        if (type.isFloat()) {
            return x.isKnown() && !x.type().isFloat()
                    ? Operand.plain(node.assembly(), type, node.assembly().constant(x.tensor()))
                    : x.as(type);
        }
        if (!x.mayBeKnown()) {
            return castComputed(node, x, type);
        }
        if (!x.type().isFloat()) {
            return x.isKnown() || !Types.holdsAll(type, x.type())
                    ? Operand.integers(node.assembly(), type, x.known().map(value -> Types.wrap(type, value)))
                    : x.as(type);
        }
        float[] values = x.tensor().toArray();
        long[] whole = new long[values.length];
        Arrays.setAll(whole, i -> type == DataType.BOOL ? (values[i] == 0 ? 0 : 1) : (long) values[i]);
        return Operand.integers(node.assembly(), type, new IntegerTensor(x.shape(), whole));
    }

    /**
     * To a whole type, while the model runs: what is beyond the type would have to be wrapped, so it must not occur. Every
     * number but 0 is true, of those from 0 to 1 those that are 1 when rounded up.
     */
    private static Operand castComputed(ImportedNode node, Operand x, DataType type) {
        boolean real = x.type().isFloat();
        Range range = x.range();
        boolean fits = real ? type != DataType.BOOL : Types.holdsAll(type, x.type());
        if (!fits && (range == null || !Types.holds(type, range))) {
            String values = range == null ? "" : ", of values from " + range.least() + " to " + range.most();
            throw new UnsupportedException(
                    "a cast from " + x.type() + " to " + type + " while the model runs" + values);
        }
        UnaryOperation whole = type == DataType.BOOL ? UnaryOperation.CEIL : UnaryOperation.TRUNCATE;
        return (real ? node.elementwise(new Operator.Unary(whole), x) : x).as(type);
    }

    /** Outside training nothing is dropped. */
    private static List<Operand> dropout(ImportedNode node) {
        boolean training = node.has(2) && node.operand(2).known().values()[0] != 0;
        if (training && (!node.has(1) || node.operand(1).number() != 0)) {
            throw new UnsupportedException("training");
        }
        Operand x = node.operand(0);
        List<Operand> results = new ArrayList<>(List.of(x));
        if (node.node().hasOutput(1)) {
            node.assembly().budget().requireWithin(x.shape());
            results.add(filled(node, DataType.BOOL, Tensor.of(new float[] {1}, 1), x.shape()));
        }
        return results;
    }
}
