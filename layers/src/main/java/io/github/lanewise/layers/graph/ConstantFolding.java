package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/** Computes at once what depends on constants alone. */
public final class ConstantFolding {
    private ConstantFolding() {}

    /**
     * The result of an operator, in memory that the garbage collector frees.
     *
     * @param shape of the result
     * @param operands dense
     */
    public static Tensor evaluate(Operator operator, Shape shape, Tensor... operands) {
        Arena arena = Arena.ofAuto();
        Tensor result = Tensor.allocate(arena, shape);
        PreparedOperator.of(operator, arena)
                .bind(operands, result, Workers.single())
                .run();
        return result;
    }

    /**
     * About how many elements it takes to compute a result; each product counts as one.
     *
     * @param x shape of the first operand
     */
    public static long work(Operator operator, Shape x, Shape result) {
        long more = switch (operator) {
            case Operator.MaxPool pool -> windows(pool.geometry(), x, result);
            case Operator.AveragePool pool -> windows(pool.geometry(), x, result);
            case Operator.LocalResponse norm -> result.elements() * Math.min(norm.size(), x.dimension(x.rank() - 1));
            default -> MultiplyAdds.of(operator, x, result);
        };
        return Math.max(more, Math.max(x.elements(), result.elements()));
    }

    private static long windows(PoolGeometry geometry, Shape x, Shape result) {
        long window = (long) Math.min(geometry.kernelHeight(), x.dimension(1))
                * Math.min(geometry.kernelWidth(), x.dimension(2));
        return Math.multiplyExact(result.elements(), window);
    }
}
