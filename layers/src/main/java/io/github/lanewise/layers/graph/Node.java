package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import java.util.List;

/**
 * One operation of a {@link Graph} and its result.
 *
 * @param id its place in the graph
 * @param name of the layer that it comes from, such as {@code layer1.0.conv1}
 * @param operands ids of earlier nodes
 * @param shape of the result
 */
public record Node(int id, String name, Operator operator, List<Integer> operands, Shape shape) {
    public Node {
        operands = List.copyOf(operands);
    }

    Node with(Operator newOperator) {
        return new Node(id, name, newOperator, operands, shape);
    }

    int operand() {
        return operands.getFirst();
    }
}
