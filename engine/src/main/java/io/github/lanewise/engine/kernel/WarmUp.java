package io.github.lanewise.engine.kernel;

import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles vector kernels on tiny problems, while plain Java serves and, as far as possible, before other code of the process
 * teaches the shared profiles of the Vector API about other kinds of memory.
 *
 * <p>Every branch of a kernel is taken from the first round on: a branch that C2 has cut off for want of use costs a
 * second compilation later, and that one may come out several times slower. Where loops need not be long they are short:
 * a long one is compiled twice, the first time alone from its middle on, and the compiler is what the start waits for.
 *
 * <p>Each method returns false if its kernels did not become fast. For one thread.
 */
final class WarmUp {

    private static final int FAST_ROUNDS = 50;
    private static final int CALLS = 8;
    private static final int PROFILED_ACCESSES = 20_000;

    /** For one kernel; long, because on a busy machine the compiler waits for its turn. */
    private static final long LIMIT_NANOS = 30_000_000_000L;

    /** Floating-point operations per nanosecond that vector code exceeds at once when it is compiled, and never before. */
    private static final double COMPILED = 1.0;

    /** Of k, for packed kernels: even and odd, but long, for C2 spills more often where it has seen short loops. */
    private static final int[] LENGTHS = {256, 255};

    /** {runs, run}, for kernels of unpacked rows: even, odd, long and short, of {@value #LONGEST} floats at most. */
    private static final int[][] RUNS = {{3, 64}, {7, 21}, {1, 192}, {3, 9}};

    private static final int LONGEST = 192;

    /** Those whose vector code differs. */
    private static final List<UnaryOperation> FUNCTIONS = List.of(
            UnaryOperation.RELU,
            UnaryOperation.leakyRelu(0.1f),
            UnaryOperation.elu(1),
            UnaryOperation.SIGMOID,
            UnaryOperation.SILU,
            UnaryOperation.hardSigmoid(0.2f, 0.5f),
            UnaryOperation.HARD_SWISH,
            UnaryOperation.TANH,
            UnaryOperation.SOFTPLUS,
            UnaryOperation.MISH,
            UnaryOperation.GELU);

    /** Without powers, which are computed one by one. */
    private static final BinaryOperation[] OPERATIONS = Arrays.stream(BinaryOperation.values())
            .filter(operation -> operation != BinaryOperation.POWER)
            .toArray(BinaryOperation[]::new);

    private static final long BYTES = 1 << 18;

    private @Nullable MemorySegment scratch;

    /** Native memory of {@value #BYTES} bytes. */
    MemorySegment memory() {
        MemorySegment memory = scratch;
        if (memory == null) {
            memory = Arena.ofAuto().allocate(BYTES, 64);
            // The first heap segment of a process loads a class, for which compiled kernels would be thrown away.
            memory.copyFrom(MemorySegment.ofArray(new float[1]));
            meetConfinedMemory(memory);
            scratch = memory;
        }
        return memory;
    }

    boolean onHeap(HeapKernel kernel) {
        int rows = kernel.roundedRows(16); // two tiles of 6 and one of 4
        int columns = kernel.columns();
        float[] a = new float[rows * LONGEST];
        float[] panel = new float[LONGEST * columns];
        float[] zeros = new float[columns];
        float[] out = new float[rows * columns];
        MemorySegment memory = memory();
        return untilFast(2L * out.length * (2 * LONGEST + 17), () -> {
            kernel.multiply(a, 0, LONGEST, rows, LONGEST, panel, 0, zeros, 0, 0, out, 0, columns);
            kernel.multiply(a, 0, 17, rows, 17, panel, 0, out, 0, columns, out, 0, columns);
            kernel.product(a, 0, LONGEST, rows, LONGEST, panel, out, 0);
            kernel.packColumns(LONGEST, memory, 0, 4L * columns, panel, 0);
            kernel.packColumns(LONGEST, panel, 0, columns, panel, 0);
        });
    }

    /** Transforms to the heap, as gradients need them, and to native memory where products are computed there. */
    boolean winograd(WinogradTransform transform, boolean onHeap) {
        MemorySegment memory = memory();
        int n = 160;
        int planes = transform.outputs() + 2;
        float[] in = new float[planes * n];
        float[] out = new float[planes * n];
        return untilFast(8L * in.length, () -> {
            transform.input(memory, 0, 4L * n, n, out, 0, n);
            transform.output(out, 0, n, n);
            transform.input(in, 0, n, n / 5, 5, n / 5, out, 0, n);
            transform.input(in, 0, n, n, 1, 0, out, 0, n);
            if (!onHeap) {
                transform.input(in, 0, n, n / 5, 5, n / 5, memory, 0, 4L * n);
            }
        });
    }

    /**
     * Accesses memory that belongs to one thread beside memory that belongs to none: a kernel compiled before the check of
     * the owner has seen both would be compiled again, and several times slower, when the other kind arrives.
     */
    private static void meetConfinedMemory(MemorySegment memory) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment confined = arena.allocate(Float.BYTES);
            for (int i = 0; i < PROFILED_ACCESSES; i++) {
                memory.set(ValueLayout.JAVA_FLOAT, 0, confined.get(ValueLayout.JAVA_FLOAT, 0));
            }
        }
    }

    boolean packed(PackedKernel kernel) {
        MemorySegment memory = memory();
        float[] a = new float[LENGTHS[0] * kernel.rows()];
        float[] tile = new float[kernel.rows() * kernel.columns()];
        long work = 0;
        for (int length : LENGTHS) {
            work += 2L * length * tile.length;
        }
        return untilFast(work, () -> {
            for (int length : LENGTHS) {
                kernel.accumulate(length, a, 0, memory, 0, tile, tile);
            }
            kernel.packColumns(LENGTHS[0], memory, 0, 4L * kernel.columns(), memory, 1 << 17);
        });
    }

    boolean inPlace(InPlaceKernel kernel) {
        long[] rows = new long[kernel.rows()];
        MemorySegment memory = memory();
        float[] tile = new float[kernel.rows() * kernel.columns()];
        long work = 0;
        for (int[] shape : RUNS) {
            work += 2L * shape[0] * shape[1] * tile.length;
        }
        return untilFast(work, () -> {
            for (int[] shape : RUNS) {
                long stride = shape[1] * (long) Float.BYTES;
                kernel.accumulate(memory, rows, 0, 0, stride, shape[0], shape[1], memory, 0, tile, 0, tile, 0);
            }
        });
    }

    boolean row(RowKernel kernel) {
        float[] factors = new float[RowKernel.DEPTH];
        int strip = 32; // some pairs of vectors for every length of them
        float[] row = new float[LONGEST];
        float[] strips = new float[2 * strip];
        int n = 73; // with a rest behind the last vector
        float[] sums = new float[n];
        MemorySegment memory = memory();
        return untilFast(2L * n * (RowKernel.DEPTH + 3) + 2L * strips.length * LONGEST, () -> {
            kernel.accumulate(RowKernel.DEPTH, n, factors, 0, memory, 0, 4L * n, sums, 0);
            kernel.accumulate(3, n, factors, 0, memory, 0, 4L * n, sums, 0);
            kernel.accumulateStrips(LONGEST, strip, row, 0, memory, 0, 1 << 17, 4L * strip, strips, 0);
        });
    }

    boolean tiles(TileStore store) {
        int rows = 8;
        int columns = 66; // with a rest behind the last vector
        int whole = 64; // and without
        float[] tile = new float[rows * columns];
        long[] at = new long[rows];
        float none = Float.POSITIVE_INFINITY;
        MemorySegment memory = memory();
        return untilFast(12L * tile.length, () -> {
            store.store(tile, 0, columns, rows, columns, memory, at, 0, 0, null, null, at, -none, none);
            store.store(tile, 0, columns, rows, columns, memory, at, 0, 0, memory, null, at, 0, none);
            store.store(tile, 0, columns, rows, whole, memory, at, 0, 0, memory, memory, at, 0, none);
            store.store(tile, 0, columns, rows, columns, memory, at, 0, 0, memory, memory, at, 0, 6);
            store.storeRows(tile, columns, rows, columns, memory, at, 0, 0, memory, null, at, 0, none);
            store.storeRows(tile, columns, rows, whole, memory, at, 0, 0, memory, null, at, -none, none);
            store.storeRows(tile, columns, rows, columns, memory, at, 0, 0, memory, memory, at, 0, none);
            store.storeRows(tile, columns, rows, whole, memory, at, 0, 0, memory, memory, at, 0, 6);
            store.store(tile, columns, rows, columns, memory, 0, 4L * columns);
            store.load(tile, columns, rows, columns, memory, 0, 4L * columns, 0.5f);
        });
    }

    boolean pooling(PoolingKernels kernels) {
        int channels = 90; // four vectors at once, single ones and a rest, however long vectors are
        int side = 7;
        MemorySegment memory = memory();
        long pixel = 4L * channels;
        return untilFast(2L * channels * side * side, () -> {
            kernels.average(channels, side, side, side * side, memory, 0, side * pixel, pixel, memory, 1 << 17);
            kernels.max(channels, side, side, memory, 0, side * pixel, pixel, memory, 1 << 17);
        });
    }

    boolean depthwise(DepthwiseKernel kernel) {
        int channels = 66;
        int side = 7;
        long pixel = 4L * channels;
        DepthwiseKernel.Taps taps = new DepthwiseKernel.Taps(3, 3, side * pixel, pixel, pixel, channels);
        float none = Float.POSITIVE_INFINITY;
        MemorySegment memory = memory();
        long out = 1 << 17;
        return untilFast(2L * 2 * 5 * 9 * channels, () -> {
            kernel.row(taps, 5, memory, 0, memory, memory, null, 0, 0, 6, memory, out);
            kernel.row(taps, 5, memory, 0, memory, null, memory, 0, -none, none, memory, out);
        });
    }

    boolean elementwise(ElementwiseKernels kernels) {
        int n = 513;
        int channels = 27;
        MemorySegment memory = memory();
        long b = 1 << 14;
        long out = 1 << 15;
        return untilFast(20L * n, () -> {
            kernels.addScaled(n, 1, memory, 0, memory, b, 0, 6, memory, out);
            kernels.multiply(n, memory, 0, memory, b, memory, out);
            kernels.clamp(n, 0, 6, memory, 0, memory, out);
            kernels.scaleShift(n / channels, channels, memory, 0, memory, memory, 0, 6, memory, out);
            kernels.subtract(n, 1, 1, memory, 0, memory, out);
            kernels.max(n, memory, 0);
            kernels.exp(n, 0, 1, memory, 0, memory, out);
        });
    }

    boolean functions(FunctionKernels kernels) {
        int n = 513;
        MemorySegment memory = memory();
        long out = 1 << 15;
        long scratchAt = 1 << 16;
        return untilFast(10L * FUNCTIONS.size() * n, () -> {
            kernels.sigmoid(n, memory, 0, memory, out);
            kernels.tanh(n, memory, 0, memory, out);
            for (UnaryOperation function : FUNCTIONS) {
                kernels.apply(function, n, memory, 0, memory, out, memory, scratchAt);
            }
        });
    }

    boolean binary(BinaryKernels kernels) {
        int n = 129;
        MemorySegment memory = memory();
        long out = 1 << 15;
        return untilFast(3L * OPERATIONS.length * n, () -> {
            for (BinaryOperation operation : OPERATIONS) {
                kernels.apply(operation, n, memory, 0, memory, 1 << 14, memory, out);
                kernels.applyRight(operation, n, memory, 0, 1, memory, out);
                kernels.applyLeft(operation, n, 1, memory, 0, memory, out);
            }
        });
    }

    boolean reductions(ReductionKernels kernels) {
        int n = 96;
        float[] chains = new float[ReductionKernels.CHAINS];
        MemorySegment memory = memory();
        long out = 1 << 15;
        return untilFast(3L * Reduction.values().length * n, () -> {
            for (Reduction reduction : Reduction.values()) {
                kernels.accumulate(reduction, n + 1, memory, 0, memory, out);
                kernels.chain(reduction, n, 0, memory, 0, chains);
                kernels.squaredDeviations(5, 17, memory, 0, memory, memory, out);
            }
        });
    }

    /** Repeats calls of so many floating-point operations until they are fast; false if that takes too long. */
    boolean untilFast(long operations, Runnable calls) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        int fast = 0;
        while (fast < FAST_ROUNDS) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                calls.run();
            }
            long end = System.nanoTime();
            if (CALLS * operations > COMPILED * (end - start)) {
                fast++;
            }
            if (end - deadline > 0) {
                return false;
            }
        }
        return true;
    }
}
