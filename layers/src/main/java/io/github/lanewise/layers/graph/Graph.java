package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Lowering;
import java.util.List;

/**
 * A network for inference: nodes in an order in which they can be computed, the input first. A node's id is its index.
 *
 * @param output id of the node whose result the model returns
 */
public record Graph(List<Node> nodes, int output) {
    public Graph {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty() || !(nodes.getFirst().operator() instanceof Operator.Input)) {
            throw new IllegalArgumentException("a graph begins with its input");
        }
        for (int id = 0; id < nodes.size(); id++) {
            Node node = nodes.get(id);
            if (node.id() != id || !node.operands().stream().allMatch(operand -> operand >= 0 && operand < node.id())) {
                throw new IllegalArgumentException("node " + id + " (" + node.name() + ") has the id " + node.id()
                        + " and the operands " + node.operands());
            }
        }
        if (output < 0 || output >= nodes.size()) {
            throw new IllegalArgumentException("output " + output + " of " + nodes.size() + " nodes");
        }
    }

    /** The operations of a layer for inputs of the given shape, {@code [1, H, W, C]} or {@code [1, F]}. */
    public static Graph of(Layer layer, Shape inputShape) {
        GraphBuilder builder = new GraphBuilder();
        Lowering.Value input = builder.input(inputShape);
        return builder.build(layer.lower(input, builder));
    }

    public Node input() {
        return nodes.getFirst();
    }

    public Node outputNode() {
        return nodes.get(output);
    }

    /** How many operands refer to each node; the output counts as one more. */
    int[] uses() {
        int[] uses = new int[nodes.size()];
        for (Node node : nodes) {
            for (int operand : node.operands()) {
                uses[operand]++;
            }
        }
        uses[output]++;
        return uses;
    }
}
