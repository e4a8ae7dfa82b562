package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxGraph;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.graph.Graph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One walk over the nodes of a model with concrete input shapes: shapes, known values and graph come about together. */
final class GraphImport {
    private final OnnxGraph source;
    private final int opset;
    private final Assembly assembly;
    private final MissingOperators missing;
    private final Map<String, @Nullable Operand> values = new HashMap<>();

    GraphImport(OnnxModel model, Assembly assembly) {
        this.source = model.graph();
        this.opset = MissingOperators.opset(model);
        this.assembly = assembly;
        this.missing = new MissingOperators(opset);
    }

    /**
     * The graph.
     *
     * @throws UnsupportedModelException with all nodes that are not supported
     */
    Graph run() throws ModelFormatException, UnsupportedModelException {
        List<OnnxValueInfo> inputs = source.requiredInputs();
        for (int i = 0; i < inputs.size(); i++) {
            values.put(inputs.get(i).name(), input(inputs.get(i), i));
        }
        for (OnnxNode node : source.nodes()) {
            append(node);
        }
        missing.throwIfAny(source);
        List<Graph.Output> outputs = new ArrayList<>();
        for (OnnxValueInfo output : source.outputs()) {
            outputs.add(output(output));
        }
        return assembly.build(outputs);
    }

    private @Nullable Operand input(OnnxValueInfo input, int index) {
        try {
            return Operand.input(assembly, Types.of(input.type()), index);
        } catch (UnsupportedException e) {
            missing.add("input", input.name(), e.reason());
            return null;
        }
    }

    private Graph.Output output(OnnxValueInfo output) throws ModelFormatException {
        Operand value = value(output.name());
        if (value == null) {
            throw output.fault("is computed by no node");
        }
        assembly.at(output.name());
        try {
            return value.output();
        } catch (IllegalArgumentException e) {
            throw output.fault(String.valueOf(e.getMessage()));
        }
    }

    private void append(OnnxNode node) throws ModelFormatException {
        OperatorImporter importer = Operators.find(node.domain(), node.operator());
        if (importer == null) {
            missing.add(node, "unknown operator");
            node.outputs().forEach(output -> values.put(output, null));
            return;
        }
        List<@Nullable Operand> operands = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            operands.add(node.hasInput(i) ? value(node.inputs().get(i)) : null);
            if (node.hasInput(i) && operands.get(i) == null) {
                node.outputs().forEach(output -> values.put(output, null));
                return;
            }
        }
        assembly.at(node.name().isEmpty() ? node.output(0) : node.name());
        bind(node, convert(node, importer, operands));
    }

    private List<Operand> convert(OnnxNode node, OperatorImporter importer, List<@Nullable Operand> operands)
            throws ModelFormatException {
        try {
            return importer.convert(new ImportedNode(node, opset, operands, assembly));
        } catch (UnsupportedException e) {
            missing.add(node, e.reason());
            return List.of();
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            ModelFormatException fault = node.fault(String.valueOf(e.getMessage()));
            fault.initCause(e);
            throw fault;
        }
    }

    private void bind(OnnxNode node, List<Operand> results) {
        for (int i = 0; i < node.outputs().size(); i++) {
            if (node.hasOutput(i)) {
                if (i >= results.size() && !results.isEmpty()) {
                    missing.add(node, "result " + i);
                }
                values.put(node.outputs().get(i), i < results.size() ? results.get(i) : null);
            }
        }
    }

    /** A value by its name; null if it depends on what is not supported. */
    private @Nullable Operand value(String name) throws ModelFormatException {
        OnnxTensor initialiser = source.initializers().get(name);
        if (!values.containsKey(name) && initialiser != null) {
            assembly.at(name);
            values.put(name, constant(initialiser));
        }
        return values.get(name);
    }

    private @Nullable Operand constant(OnnxTensor initialiser) throws ModelFormatException {
        try {
            return ConstantOperators.constant(assembly, initialiser);
        } catch (UnsupportedException e) {
            missing.add("initializer", initialiser.name(), e.reason());
            return null;
        } catch (IllegalArgumentException e) {
            throw initialiser.fault(String.valueOf(e.getMessage()));
        }
    }

    /** Dimensions as a shape. */
    static Shape shape(long[] dimensions) {
        return Shape.of(ImportedNode.exact(dimensions));
    }
}
