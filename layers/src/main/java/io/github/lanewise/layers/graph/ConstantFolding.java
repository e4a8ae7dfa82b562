package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Workers;
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
}
