package io.github.lanewise.engine.kernel;

import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.MemorySegment;

/** Functions of one element, over operands and with bits as those of {@link ElementwiseKernels}. */
public interface FunctionKernels {

    /** What {@link #apply} needs for intermediate results. */
    int SCRATCH_BYTES = 4096;

    /** {@link Exponentials#sigmoid} of each element. */
    void sigmoid(int n, MemorySegment in, long inAt, MemorySegment out, long outAt);

    /** {@link Exponentials#tanh} of each element. */
    void tanh(int n, MemorySegment in, long inAt, MemorySegment out, long outAt);

    /**
     * {@link UnaryFunctions#apply} of each element.
     *
     * @param scratch of {@link #SCRATCH_BYTES}, from {@code scratchAt} on, apart from both operands
     */
    void apply(
            UnaryOperation operation,
            int n,
            MemorySegment in,
            long inAt,
            MemorySegment out,
            long outAt,
            MemorySegment scratch,
            long scratchAt);
}
