package io.github.lanewise.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the kernels of matrix products and pooling on tiny problems before anybody waits for them, and before other code of the
 * process can teach the shared profiles of the Vector API about other kinds of memory.
 *
 * <p>Every branch of a kernel is taken from the first round on: a branch that C2 has cut off for want of use costs a
 * second compilation later, and that one may come out several times slower. Where loops need not be long they are short:
 * a long one is compiled twice, the first time alone from its middle on, and the compiler is what the start waits for.
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

    private final MemorySegment memory;

    private WarmUp(MemorySegment memory) {
        this.memory = memory;
    }

    /** Runs the kernels until they are compiled; false if one of them did not become fast. */
    static boolean compile(KernelSet kernels) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(1 << 18, 64);
            // The first heap segment of a process loads a class, for which compiled kernels would be thrown away.
            memory.copyFrom(MemorySegment.ofArray(new float[1]));
            meetConfinedMemory(memory);
            WarmUp warmUp = new WarmUp(memory);
            TileKernel wide = kernels.tile(Integer.MAX_VALUE);
            TileKernel narrow = kernels.tile(1);
            boolean fast = warmUp.packed(kernels.packed()) && warmUp.tile(wide);
            if (!narrow.equals(wide)) {
                fast = fast && warmUp.tile(narrow);
            }
            return fast
                    && warmUp.row(kernels.row())
                    && warmUp.tiles(kernels.tiles())
                    && warmUp.pooling(kernels.pooling());
        }
    }

    /** Runs the transforms of a Winograd convolution, and the kernel on the heap if there is one, until they are compiled. */
    static boolean compile(WinogradTransform transform, @Nullable HeapKernel onHeap) {
        try (Arena arena = Arena.ofShared()) {
            WarmUp warmUp = new WarmUp(arena.allocate(1 << 18, 64));
            return (onHeap == null || warmUp.onHeap(onHeap)) && warmUp.winograd(transform, onHeap != null);
        }
    }

    private boolean onHeap(HeapKernel kernel) {
        int rows = kernel.roundedRows(16);
        int k = 64;
        float[] a = new float[rows * k];
        float[] panel = new float[k * kernel.columns()];
        float[] out = new float[rows * kernel.columns()];
        return untilFast(2L * out.length * k, () -> kernel.multiply(a, 0, k, rows, k, panel, out, 0));
    }

    private boolean winograd(WinogradTransform transform, boolean onHeap) {
        int n = 160;
        int planes = transform.outputs() + 2;
        float[] in = new float[planes * n];
        float[] out = new float[planes * n];
        return untilFast(8L * in.length, () -> {
            transform.input(memory, 0, 4L * n, n, out, 0, n);
            transform.output(out, 0, n, n);
            if (onHeap) {
                transform.input(in, 0, n, n, out, 0, n);
            } else {
                transform.input(in, 0, n, n, memory, 0, 4L * n);
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

    private boolean packed(PackedKernel kernel) {
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

    private boolean tile(TileKernel kernel) {
        float[] tile = new float[kernel.rows() * kernel.columns()];
        long work = 0;
        for (int[] shape : RUNS) {
            work += 2L * shape[0] * shape[1] * tile.length;
        }
        return untilFast(
                work,
                switch (kernel) {
                    case InPlaceKernel inPlace -> calls(inPlace, tile);
                    case StripKernel onStrip -> calls(onStrip, tile);
                });
    }

    private Runnable calls(InPlaceKernel kernel, float[] tile) {
        long[] rows = new long[kernel.rows()];
        return () -> {
            for (int[] shape : RUNS) {
                long stride = shape[1] * (long) Float.BYTES;
                kernel.accumulate(memory, rows, 0, 0, stride, shape[0], shape[1], memory, 0, tile, 0, tile, 0);
            }
        };
    }

    private static Runnable calls(StripKernel kernel, float[] tile) {
        int[] rows = new int[kernel.rows()];
        float[] strip = new float[LONGEST];
        float[] panel = new float[LONGEST * kernel.columns()];
        return () -> {
            for (int[] shape : RUNS) {
                kernel.accumulate(strip, rows, 0, 0, shape[1], shape[0], shape[1], panel, tile, 0, tile, 0);
            }
        };
    }

    private boolean row(RowKernel kernel) {
        float[] factors = new float[RowKernel.DEPTH];
        int n = 41;
        return untilFast(2L * n * (RowKernel.DEPTH + 3), () -> {
            kernel.accumulate(RowKernel.DEPTH, n, factors, 0, memory, 0, 4L * n, memory, 1 << 16);
            kernel.accumulate(3, n, factors, 0, memory, 0, 4L * n, memory, 1 << 16);
        });
    }

    private boolean tiles(TileStore store) {
        int rows = 8;
        int columns = 66; // with a rest behind the last vector
        int whole = 64; // and without
        float[] tile = new float[rows * columns];
        long[] at = new long[rows];
        float none = Float.POSITIVE_INFINITY;
        return untilFast(8L * tile.length, () -> {
            store.store(tile, 0, columns, rows, columns, memory, at, 0, 0, null, null, at, -none, none);
            store.store(tile, 0, columns, rows, columns, memory, at, 0, 0, memory, null, at, 0, none);
            store.store(tile, 0, columns, rows, whole, memory, at, 0, 0, memory, memory, at, 0, none);
            store.store(tile, 0, columns, rows, columns, memory, at, 0, 0, memory, memory, at, 0, 6);
            store.store(tile, columns, rows, columns, memory, 0, 4L * columns);
            store.load(tile, columns, rows, columns, memory, 0, 4L * columns, 0.5f);
        });
    }

    /** Networks end in a global pooling, once per call: left alone it would stay interpreted for thousands of calls. */
    private boolean pooling(PoolingKernels kernels) {
        int channels = 66;
        int side = 7;
        long pixel = 4L * channels;
        return untilFast(2L * channels * side * side, () -> {
            kernels.average(channels, side, side, side * side, memory, 0, side * pixel, pixel, memory, 1 << 17);
            kernels.max(channels, side, side, memory, 0, side * pixel, pixel, memory, 1 << 17);
        });
    }

    private boolean untilFast(long operations, Runnable calls) {
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
