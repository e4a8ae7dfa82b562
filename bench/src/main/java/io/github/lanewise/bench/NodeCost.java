package io.github.lanewise.bench;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.MultiplyAdds;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;
import java.util.Locale;

/**
 * What a node of a graph costs at least, however it is computed.
 *
 * @param operation in words
 * @param flops two for each multiply-add, as {@link MultiplyAdds} counts them; nothing else counts
 * @param bytes of the operands, the weights and the result, each once
 */
record NodeCost(String operation, double flops, double bytes) {

    /** The zeros round a result. */
    static final NodeCost PADDING = new NodeCost("zeros", 0, 0);

    /**
     * The cost of a node.
     *
     * @param graph for one example
     */
    static NodeCost of(Node node, Graph graph, int batch) {
        double elements = (double) node.shape().elements();
        for (int operand : node.operands()) {
            elements += graph.nodes().get(operand).shape().elements();
        }
        double weights = node.operator() instanceof Operator.Weighted weighted
                ? weighted.weights().shape().elements()
                : 0;
        return new NodeCost(
                operation(node.operator()), flops(node, graph) * batch, Float.BYTES * (elements * batch + weights));
    }

    private static double flops(Node node, Graph graph) {
        if (node.operands().isEmpty()) {
            return 0;
        }
        Shape x = graph.nodes().get(node.operands().getFirst()).shape();
        return 2.0 * MultiplyAdds.of(node.operator(), x, node.shape());
    }

    private static String operation(Operator operator) {
        if (operator instanceof Operator.Conv conv) {
            ConvGeometry geometry = conv.geometry();
            String stride = geometry.strideHeight() == 1 ? "" : "/" + geometry.strideHeight();
            return "conv " + geometry.kernelHeight() + "x" + geometry.kernelWidth() + stride;
        }
        return operator.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
