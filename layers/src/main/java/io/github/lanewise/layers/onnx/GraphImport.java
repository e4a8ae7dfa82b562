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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the nodes of a model with concrete input shapes: shapes, known values and graph come about together. Behind
 * what is not supported it goes on with what the model declares, or with the attributes alone, to find the rest of it.
 */
final class GraphImport {
    private final OnnxGraph source;
    private final int opset;
    private final Assembly assembly;
    private final boolean tentative;
    private final MissingOperators missing;
    private final DeclaredValues declared;
    private final Map<String, @Nullable Operand> values = new HashMap<>();

    /**
     * A walk.
     *
     * @param tentative whether the shapes are guessed, so that what does not fit them is no fault of the model
     */
    GraphImport(OnnxModel model, Assembly assembly, boolean tentative) {
        this.source = model.graph();
        this.opset = MissingOperators.opset(model);
        this.assembly = assembly;
        this.tentative = tentative;
        this.missing = new MissingOperators(opset);
        this.declared = new DeclaredValues(source, assembly);
    }

    /**
     * The graph.
     *
     * @throws UnsupportedModelException with all nodes that are not supported
     */
    Graph run() throws ModelFormatException, UnsupportedModelException {
        walk().throwIfAny(source);
        List<Graph.Output> outputs = new ArrayList<>();
        for (OnnxValueInfo output : source.outputs()) {
            outputs.add(output(output));
        }
        return assembly.build(outputs);
    }

    /** What is not supported. */
    MissingOperators walk() throws ModelFormatException {
        List<OnnxValueInfo> inputs = source.requiredInputs();
        for (int i = 0; i < inputs.size(); i++) {
            values.put(inputs.get(i).name(), input(inputs.get(i), i));
        }
        for (OnnxNode node : source.nodes()) {
            append(node);
        }
        return missing;
    }

    private @Nullable Operand input(OnnxValueInfo input, int index) {
        try {
            return Operand.input(assembly, Types.of(input.type()), index);
        } catch (UnsupportedException e) {
            missing.add(input, "input", input.name(), e.reason());
            return null;
        } catch (UnknownOperandException e) {
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
            bind(node, List.of(), isComputed(node));
            return;
        }
        List<@Nullable Operand> operands = new ArrayList<>();
        Set<Integer> unknown = new HashSet<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            operands.add(node.hasInput(i) ? value(node.inputs().get(i)) : null);
            if (node.hasInput(i) && operands.get(i) == null) {
                unknown.add(i);
            }
        }
        assembly.at(node.name().isEmpty() ? node.output(0) : node.name());
        List<Operand> results = convert(node, importer, new ImportedNode(node, opset, operands, unknown, assembly));
        bind(node, results, results.isEmpty() && isComputed(node));
    }

    private List<Operand> convert(OnnxNode node, OperatorImporter importer, ImportedNode imported)
            throws ModelFormatException {
        try {
            return importer.convert(imported);
        } catch (UnsupportedException e) {
            missing.add(node, e.reason());
        } catch (UnknownOperandException e) {
            missing.addUndecided(node);
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            if (isFaultCertain()) {
                ModelFormatException fault = node.fault(String.valueOf(e.getMessage()));
                fault.initCause(e);
                throw fault;
            }
            missing.addUndecided(node);
        }
        return List.of();
    }

    /** Whether what does not fit is a fault: of sizes that are guessed, or that the model declares, it is none. */
    private boolean isFaultCertain() {
        return !tentative && !missing.isAny();
    }

    /** Whether the results of a node are certain to depend on the inputs. */
    private boolean isComputed(OnnxNode node) {
        return node.inputs().stream().map(values::get).anyMatch(operand -> operand != null && !operand.isKnown());
    }

    /** Gives the results their names; those that are not known may be replaced by what is declared about them. */
    private void bind(OnnxNode node, List<Operand> results, boolean byDeclaration) {
        for (int i = 0; i < node.outputs().size(); i++) {
            if (node.hasOutput(i)) {
                if (i >= results.size() && !results.isEmpty()) {
                    missing.add(node, "result " + i);
                }
                String name = node.outputs().get(i);
                values.put(name, i < results.size() ? results.get(i) : byDeclaration ? declared.standIn(name) : null);
            }
        }
    }

    /** A value by its name; null if nothing is known about it. */
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
            missing.add(initialiser, "initializer", initialiser.name(), e.reason());
        } catch (IllegalArgumentException e) {
            if (isFaultCertain()) {
                throw initialiser.fault(String.valueOf(e.getMessage()));
            }
            missing.addUndecided(initialiser);
        }
        return null;
    }

    /** Dimensions as a shape. */
    static Shape shape(long[] dimensions) {
        return Shape.of(ImportedNode.exact(dimensions));
    }
}
