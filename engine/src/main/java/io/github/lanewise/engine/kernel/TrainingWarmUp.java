package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Compiles what only training needs, as {@link WarmUp} does. */
final class TrainingWarmUp {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final float NONE = Float.POSITIVE_INFINITY;

    /** Every kind that a kernel tells apart: zero, denormal, negative, within the bounds and above them. */
    private static final float[] KINDS = {0, Float.MIN_NORMAL / 4, -2, 3, 8};

    /** Floats of one operand; operand i begins at byte {@code i · AREA}. */
    private static final int FLOATS = 2048;

    private static final long AREA = 4L * FLOATS;
    private static final int OPERANDS = 5;

    /** One call of so many is long: a branch is taken thereby, and what is not compiled yet is slow. */
    private static final int LONG_CALLS = 16;

    private final WarmUp warmUp;

    TrainingWarmUp(WarmUp warmUp) {
        this.warmUp = warmUp;
    }

    /** Operands with values of all kinds, in combinations that change. */
    private MemorySegment operands() {
        MemorySegment memory = warmUp.memory();
        for (int operand = 0; operand < OPERANDS; operand++) {
            for (int i = 0; i < FLOATS; i++) {
                int kind = (i + i / KINDS.length * operand) % KINDS.length;
                memory.set(FLOAT, operand * AREA + 4L * i, KINDS[kind]);
            }
        }
        return memory;
    }

    boolean pixels(PixelKernel kernel) {
        int count = 64;
        int columns = kernel.columns();
        float[] x = new float[count + kernel.rows()];
        int[] at = new int[count];
        float[] panel = new float[count * columns];
        float[] tile = new float[kernel.rows() * columns];
        return warmUp.untilFast(2L * count * tile.length, () -> {
            kernel.pack(count, panel, 0, columns, panel, 0);
            kernel.accumulate(count, x, at, 2, panel, 0, tile, 0, tile, 0);
        });
    }

    boolean gradientTransform(GradientTransform transform) {
        int tiles = 5;
        int n = 32;
        int stride = tiles * n;
        float[] in = new float[4 * stride];
        float[] out = new float[6 * stride];
        return warmUp.untilFast(20L * stride, () -> transform.transform(in, 0, stride, n, tiles, n, out, 0, stride));
    }

    boolean batchNorm(BatchNormKernels kernels) {
        MemorySegment memory = operands();
        ChannelLanes few = new ChannelLanes();
        few.reset(16);
        ChannelLanes many = new ChannelLanes();
        many.reset(48);
        int rest = 7;
        int some = 4 * many.period() + rest;
        int more = many.length() + rest; // in two pieces
        int[] calls = {0};
        return warmUp.untilFast(40L * some, () -> {
            int n = calls[0]++ % LONG_CALLS == 0 ? more : some;
            batchNorm(kernels, n, few, memory);
            batchNorm(kernels, n, many, memory);
        });
    }

    private static void batchNorm(BatchNormKernels kernels, int n, ChannelLanes lanes, MemorySegment memory) {
        long g = AREA;
        long y = 2 * AREA;
        long out = OPERANDS * AREA;
        lanes.clearSums();
        kernels.moments(n, lanes, memory, 0);
        kernels.gradientSums(n, lanes, memory, 0, memory, g);
        kernels.gradient(n, lanes, memory, 0, memory, g, memory, out);
        for (float upper = 6; ; upper = NONE) {
            kernels.normalise(n, lanes, 0, upper, memory, 0, memory, out);
            kernels.normaliseAdd(n, lanes, 0, upper, memory, 0, memory, y, memory, out);
            kernels.clampedGradientSums(n, lanes, 0, upper, memory, 0, memory, g);
            kernels.maskedGradientSums(n, lanes, 0, upper, memory, 0, memory, y, memory, g, memory, out);
            kernels.clampedGradient(n, lanes, 0, upper, memory, 0, memory, g, memory, out);
            if (upper == NONE) {
                return;
            }
        }
    }

    boolean poolingGradient(PoolingGradientKernels kernels) {
        int channels = 39;
        int side = 3;
        long pixel = 4L * channels;
        long row = side * pixel;
        MemorySegment memory = operands();
        return warmUp.untilFast(4L * channels * side * side, () -> {
            kernels.max(channels, side, side, memory, 0, row, memory, AREA, memory, 2 * AREA, row, pixel);
            kernels.average(channels, side, side, 0.1f, memory, AREA, memory, 2 * AREA, row, pixel);
        });
    }

    boolean training(TrainingKernels kernels) {
        int n = 135;
        MemorySegment memory = operands();
        MemorySegment values = memory.asSlice(0, AREA);
        MemorySegment gradient = memory.asSlice(AREA, AREA);
        MemorySegment first = memory.asSlice(2 * AREA, AREA);
        MemorySegment second = memory.asSlice(3 * AREA, AREA).fill((byte) 0);
        return warmUp.untilFast(40L * n, () -> {
            kernels.reluGradient(n, gradient, 0, values, 0, first, 0);
            kernels.descend(n, 0.01f, 0.1f, values, gradient, 0);
            kernels.momentum(n, 0.01f, 0.9f, 1, false, 0.1f, values, gradient, first, 0);
            kernels.momentum(n, 0.01f, 0.9f, 1, true, 0.1f, values, gradient, first, 0);
            kernels.adamW(n, 0.01f, 0.9f, 0.9f, 0.1f, 0.9f, 0.1f, 1, 0.1f, values, gradient, first, second, 0);
            kernels.countDenormals(n, memory, 4 * AREA);
            kernels.flushDenormals(n, memory, 4 * AREA);
        });
    }
}
