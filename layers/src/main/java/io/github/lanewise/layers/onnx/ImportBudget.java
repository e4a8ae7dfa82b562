package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.graph.ConstantFolding;
import io.github.lanewise.layers.graph.Operator;
import java.util.List;

/**
 * What one import of a graph may take, whatever the model asks for: memory for a result and for all constants that are
 * computed, integers that are known, and the work of computing them. What is beyond is an {@link IllegalArgumentException}.
 */
final class ImportBudget {
    private static final long FOLDED_BYTES = 16L << 20;
    private static final long WORK = 1L << 32;
    private static final long INTEGERS = 1L << 25;

    private final long limit;
    private long bytes;
    private long integers;
    private long work;

    /** A budget of so many bytes for one result, and for all constants together. */
    ImportBudget(long limit) {
        this.limit = limit;
    }

    /** Refuses a result that is larger than the limit. */
    void requireWithin(Shape result) {
        requireWithin(Tensor.bytes(result, Padding.NONE));
    }

    /**
     * Whether a result of constants is to be computed at once: unless it is much larger than they are, or the work of
     * the constants up to this one is too much. If so, it is paid for.
     */
    boolean affords(Operator operator, Shape result, List<Tensor> operands) {
        long size = Tensor.bytes(result, Padding.NONE);
        long read = operands.stream()
                .mapToLong(operand -> Tensor.bytes(operand.shape(), Padding.NONE))
                .sum();
        long steps = ConstantFolding.work(operator, operands.getFirst().shape(), result);
        if (size > Math.max(FOLDED_BYTES, read) || steps > WORK - work) {
            return false;
        }
        work += steps;
        takeBytes(size);
        return true;
    }

    /** Pays for a constant. */
    void takeBytes(long size) {
        bytes = Math.addExact(bytes, size);
        requireWithin(bytes);
    }

    /** Pays for integers that are kept until the graph is complete. */
    void takeIntegers(long count) {
        integers = Math.addExact(integers, count);
        if (integers > INTEGERS) {
            throw new IllegalArgumentException(
                    "the integers that are known before the model runs are more than the limit of " + INTEGERS);
        }
    }

    private void requireWithin(long size) {
        if (size > limit) {
            throw new IllegalArgumentException("the result takes " + size + " bytes, more than the limit of " + limit);
        }
    }
}
