package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;

/** What operators that sum up products cost. */
public final class MultiplyAdds {
    private MultiplyAdds() {}

    /**
     * The multiply-adds of an operator, padding included; 0 for one that sums up no products.
     *
     * @param x shape of the first operand
     */
    public static long of(Operator operator, Shape x, Shape result) {
        return switch (operator) {
            case Operator.Conv conv -> conv.geometry().multiplyAdds(x);
            case Operator.TransposedConv conv -> conv.geometry().multiplyAdds(result);
            case Operator.ComputedConv conv -> conv.geometry().multiplyAdds(conv.transposed() ? result : x);
            case Operator.Linear linear ->
                Math.multiplyExact(x.elements(), linear.weights().shape().dimension(0));
            case Operator.MatMul _ -> Math.multiplyExact(result.elements(), x.dimension(x.rank() - 1));
            default -> 0;
        };
    }
}
