package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.GraphSource;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The graph that is being imported. What depends on constants alone is computed at once and becomes a constant, if the
 * {@link ImportBudget} affords it.
 */
final class Assembly {
    private final GraphSource.Inputs inputs;
    private final SharedConstants constants;
    private final ImportBudget budget;
    private final boolean computesImages;
    private final List<Node> nodes = new ArrayList<>();
    private final List<@Nullable Range> ranges = new ArrayList<>();
    private final IdentityHashMap<Tensor, Integer> constantNodes = new IdentityHashMap<>();
    private String name = "";

    /**
     * An empty graph.
     *
     * @param budget what the constants computed here may take
     * @param computesImages whether the model has operators that want channels-last images
     */
    Assembly(GraphSource.Inputs inputs, SharedConstants constants, ImportBudget budget, boolean computesImages) {
        this.inputs = inputs;
        this.constants = constants;
        this.budget = budget;
        this.computesImages = computesImages;
    }

    /** The name of the operations that are appended next. */
    void at(String newName) {
        name = newName;
    }

    GraphSource.Inputs inputs() {
        return inputs;
    }

    SharedConstants constants() {
        return constants;
    }

    boolean computesImages() {
        return computesImages;
    }

    ImportBudget budget() {
        return budget;
    }

    /** Appends an operation; the id of the node with its result. */
    int append(Operator operator, Shape shape, int... operands) {
        budget.requireWithin(shape);
        List<Tensor> known = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        for (int operand : operands) {
            ids.add(operand);
            Tensor values = constant(operand);
            if (values != null) {
                known.add(values);
            }
        }
        if (operands.length > 0 && known.size() == operands.length && budget.affords(operator, shape, known)) {
            return constant(constants.evaluate(operator, shape, known));
        }
        ranges.add(rangeOf(operator, operands));
        nodes.add(new Node(nodes.size(), name, operator, ids, shape));
        return nodes.size() - 1;
    }

    /** The node with these values. */
    int constant(Tensor values) {
        Integer existing = constantNodes.get(values);
        if (existing != null) {
            return existing;
        }
        int id = nodes.size();
        ranges.add(null);
        nodes.add(new Node(id, name, new Operator.Constant(values), List.of(), values.shape()));
        constantNodes.put(values, id);
        return id;
    }

    /** The values of a node if it is constant. */
    @Nullable
    Tensor constant(int node) {
        return nodes.get(node).operator() instanceof Operator.Constant constant ? constant.values() : null;
    }

    /** What the elements of a computed node lie between; null if that is not known. */
    @Nullable
    Range range(int node) {
        return ranges.get(node);
    }

    /** Constants are looked at only if there is anything to combine them with. */
    private @Nullable Range rangeOf(Operator operator, int[] operands) {
        boolean any = Arrays.stream(operands).anyMatch(operand -> ranges.get(operand) != null);
        if (!any && !Range.begins(operator)) {
            return null;
        }
        List<@Nullable Range> known = new ArrayList<>();
        for (int operand : operands) {
            Tensor values = constant(operand);
            known.add(values == null ? ranges.get(operand) : Range.of(values));
        }
        return Range.of(operator, shape(operands[0]), known);
    }

    Shape shape(int node) {
        return node(node).shape();
    }

    Node node(int id) {
        return nodes.get(id);
    }

    Graph build(List<Graph.Output> outputs) {
        return new Graph(nodes, outputs);
    }
}
