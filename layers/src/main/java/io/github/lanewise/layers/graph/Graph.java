package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Lowering;
import java.util.List;

/**
 * A network for inference on inputs of certain shapes: nodes in an order in which they can be computed. A node's id is
 * its index. Each {@link Operator.Input} is filled by the caller; several may stand for the same input in different
 * layouts.
 */
public record Graph(List<Node> nodes, List<Output> outputs) {
    /**
     * A result of the model.
     *
     * @param node the id of the node that computes it
     * @param shape its shape outside
     */
    public record Output(int node, Shape shape, Edge edge) {
        Output at(int newNode) {
            return new Output(newNode, shape, edge);
        }
    }

    public Graph {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        for (int id = 0; id < nodes.size(); id++) {
            Node node = nodes.get(id);
            if (node.id() != id || !node.operands().stream().allMatch(operand -> operand >= 0 && operand < node.id())) {
                throw new IllegalArgumentException("node " + id + " (" + node.name() + ") has the id " + node.id()
                        + " and the operands " + node.operands());
            }
        }
        for (Output output : outputs) {
            if (output.node() < 0 || output.node() >= nodes.size()) {
                throw new IllegalArgumentException("output " + output.node() + " of " + nodes.size() + " nodes");
            }
        }
    }

    /** The operations of a layer for inputs of the given shape, {@code [N, H, W, C]} or {@code [N, F]}. */
    public static Graph of(Layer layer, Shape inputShape) {
        GraphBuilder builder = new GraphBuilder();
        Lowering.Value input = builder.input(inputShape);
        return builder.build(layer.lower(input, builder));
    }

    /** The node of the first input that there is; {@link IllegalStateException} if the result is constant. */
    public Node input() {
        return nodes.stream()
                .filter(node -> node.operator() instanceof Operator.Input)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the graph has no input"));
    }

    /** The node of the first output. */
    public Node outputNode() {
        return nodes.get(outputs.getFirst().node());
    }

    /** The same graph for another batch; every result has the batch as its first dimension. */
    Graph batched(int batch) {
        List<Node> batched = nodes.stream()
                .map(node -> new Node(
                        node.id(), node.name(), node.operator(), node.operands(), batched(node.shape(), batch)))
                .toList();
        List<Output> results = outputs.stream()
                .map(output -> new Output(output.node(), batched(output.shape(), batch), output.edge()))
                .toList();
        return new Graph(batched, results);
    }

    private static Shape batched(Shape shape, int batch) {
        int[] dimensions = shape.toArray();
        dimensions[0] = batch;
        return Shape.of(dimensions);
    }

    /** How many operands refer to each node; each output counts as one more. */
    int[] uses() {
        int[] uses = new int[nodes.size()];
        for (Node node : nodes) {
            for (int operand : node.operands()) {
                uses[operand]++;
            }
        }
        for (Output output : outputs) {
            uses[output.node()]++;
        }
        return uses;
    }
}
