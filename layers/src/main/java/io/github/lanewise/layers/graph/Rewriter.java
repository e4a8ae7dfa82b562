package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The graph that a pass makes of another one. The pass goes through the old nodes in order and calls {@link #keep},
 * {@link #append} or {@link #replace} for each; {@link #operand} says what the operands of an old node have become.
 */
final class Rewriter {
    private final Graph source;
    private final int[] newIds;
    private final int[] uses;
    private final List<@Nullable Node> nodes = new ArrayList<>();

    Rewriter(Graph source) {
        this.source = source;
        this.newIds = new int[source.nodes().size()];
        this.uses = source.uses();
    }

    /** What the operand of an old node has become. */
    Node operand(Node old, int index) {
        return node(newIds[old.operands().get(index)]);
    }

    /** Whether the result of that operand goes nowhere else. */
    boolean isOnlyUse(Node old, int index) {
        return uses[old.operands().get(index)] == 1;
    }

    /** Takes a node over as it is. */
    void keep(Node old) {
        append(
                old,
                old.name(),
                old.operator(),
                old.operands().stream().map(operand -> newIds[operand]).toList());
    }

    /** Puts a new operation on new operands in the place of the old node. */
    void append(Node old, String name, Operator operator, List<Integer> operands) {
        newIds[old.id()] = nodes.size();
        nodes.add(new Node(nodes.size(), name, operator, operands, old.shape()));
    }

    /** Adds an operation that the old graph does not have; its id. */
    int insert(String name, Operator operator, List<Integer> operands, Shape shape) {
        nodes.add(new Node(nodes.size(), name, operator, operands, shape));
        return nodes.size() - 1;
    }

    /** Lets the users of the old node use a node that is there already. */
    void replace(Node old, Node replacement) {
        newIds[old.id()] = replacement.id();
    }

    /** Changes the operation of a node that is there already. */
    void change(Node node, Operator operator) {
        nodes.set(node.id(), node.with(operator));
    }

    /** Removes a node that nothing uses any more. */
    void remove(Node node) {
        nodes.set(node.id(), null);
    }

    /** The new graph, ids counted anew. */
    Graph graph() {
        int[] finalIds = new int[nodes.size()];
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes) {
            if (node != null) {
                finalIds[node.id()] = kept.size();
                List<Integer> operands = node.operands().stream()
                        .map(operand -> finalIds[operand])
                        .toList();
                kept.add(new Node(kept.size(), node.name(), node.operator(), operands, node.shape()));
            }
        }
        List<Graph.Output> outputs = source.outputs().stream()
                .map(output -> output.at(finalIds[newIds[output.node()]]))
                .toList();
        return new Graph(kept, outputs);
    }

    /** A node of the new graph. */
    Node node(int id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("node " + id + " was removed and is still used");
        }
        return node;
    }
}
