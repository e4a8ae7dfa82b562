package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.FunctionKernels;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The function of an epilogue, applied to rows right after they have been stored, while they are in the cache. Every element
 * depends on itself alone, so the bits are those of a step of its own. An object serves one call at a time, each lane of it
 * with scratch of its own.
 */
public final class RowFunction {
    private final KernelSet kernels;
    private MemorySegment scratch = MemorySegment.NULL;
    private @Nullable UnaryOperation function;

    public RowFunction(KernelSet kernels) {
        this.kernels = kernels;
    }

    /** Begins a call; without a function, nothing is applied. */
    public void begin(@Nullable UnaryOperation newFunction, int threads) {
        function = newFunction;
        long bytes = (long) threads * FunctionKernels.SCRATCH_BYTES;
        if (newFunction != null && scratch.byteSize() < bytes) {
            scratch = Arena.ofAuto().allocate(bytes, 64);
        }
    }

    /**
     * Applies the function to {@code columns} floats of each row; rows that lie one behind the other are one run.
     *
     * @param rowsAt where {@code count} rows begin
     * @param columnsAt byte of the first column behind the beginning of a row
     */
    public void apply(MemorySegment c, long[] rowsAt, int count, long columnsAt, int columns, int lane) {
        if (function == null) {
            return;
        }
        long rowBytes = (long) columns * Float.BYTES;
        for (int row = 0; row < count; ) {
            int first = row++;
            while (row < count && rowsAt[row] == rowsAt[row - 1] + rowBytes) {
                row++;
            }
            apply(c, rowsAt[first] + columnsAt, (row - first) * columns, lane);
        }
    }

    /** Applies the function to neighbouring floats. */
    public void apply(MemorySegment c, long at, int floats, int lane) {
        UnaryOperation applied = function;
        if (applied != null) {
            long scratchAt = (long) lane * FunctionKernels.SCRATCH_BYTES;
            kernels.functions().apply(applied, floats, c, at, c, at, scratch, scratchAt);
        }
    }
}
