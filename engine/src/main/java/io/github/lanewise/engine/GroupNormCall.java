package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What one call of {@link Normalisation#group} works with. Image by image, in three rounds whose parts are image rows: sums,
 * squared deviations, result. Each channel is a chain over the pixels of a row, then over rows, then over the channels of its
 * group.
 */
final class GroupNormCall implements Workers.Task {
    private static final Pool<GroupNormCall> POOL = new Pool<>(GroupNormCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private enum Round {
        SUMS,
        DEVIATIONS,
        RESULT
    }

    private final KernelSet kernels = Kernels.current();
    private MemorySegment rowSums = MemorySegment.NULL;
    private MemorySegment mean = MemorySegment.NULL;
    private MemorySegment factor = MemorySegment.NULL;
    private MemorySegment summand = MemorySegment.NULL;
    private Tensor x = NOTHING;
    private Tensor y = NOTHING;
    private Round round = Round.SUMS;
    private int image;
    private int height;
    private int width;
    private int channels;

    private GroupNormCall() {}

    /** Normalises; shapes have been checked. A round costs about one addition per element of an image. */
    static void run(int groups, Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Workers workers) {
        Shape shape = x.shape();
        Workers forked = workers.forWork((long) shape.dimension(1) * shape.dimension(2) * shape.dimension(3))
                .reaching("x", x)
                .reaching("scale", scale)
                .reaching("shift", shift)
                .reaching("y", y);
        if (shape.elements() == 0) {
            return;
        }
        GroupNormCall call = POOL.acquire();
        try {
            call.x = x;
            call.y = y;
            call.begin();
            for (call.image = 0; call.image < shape.dimension(0); call.image++) {
                call.image(groups, scale.segment(), shift.segment(), epsilon, forked);
            }
        } finally {
            call.x = NOTHING;
            call.y = NOTHING;
            POOL.release(call);
        }
    }

    private void begin() {
        height = x.shape().dimension(1);
        width = x.shape().dimension(2);
        channels = x.shape().dimension(3);
        if (mean.byteSize() < 4L * channels) {
            mean = Arena.ofAuto().allocate(4L * channels, 64);
            factor = Arena.ofAuto().allocate(4L * channels, 64);
            summand = Arena.ofAuto().allocate(4L * channels, 64);
        }
        if (rowSums.byteSize() < 4L * height * channels) {
            rowSums = Arena.ofAuto().allocate(4L * height * channels, 64);
        }
    }

    private void image(int groups, MemorySegment scale, MemorySegment shift, float epsilon, Workers workers) {
        long count = (long) height * width * (channels / groups);
        round = Round.SUMS;
        workers.run(height, this);
        average(groups, count, mean);
        round = Round.DEVIATIONS;
        workers.run(height, this);
        average(groups, count, factor);
        for (long c = 0; c < 4L * channels; c += 4) {
            float deviation = (float) Math.sqrt(factor.get(FLOAT, c) + epsilon);
            float channelFactor = scale.get(FLOAT, c) / deviation;
            factor.set(FLOAT, c, channelFactor);
            summand.set(FLOAT, c, shift.get(FLOAT, c) - mean.get(FLOAT, c) * channelFactor);
        }
        round = Round.RESULT;
        workers.run(height, this);
    }

    @Override
    public void run(int row, int lane) {
        long from = x.at(image, row, 0);
        long sumsAt = 4L * row * channels;
        switch (round) {
            case SUMS ->
                kernels.pooling().average(channels, 1, width, 1, x.segment(), from, 0, 4L * channels, rowSums, sumsAt);
            case DEVIATIONS ->
                kernels.reductions().squaredDeviations(width, channels, x.segment(), from, mean, rowSums, sumsAt);
            case RESULT -> {
                long to = y.at(image, row, 0);
                float none = Float.POSITIVE_INFINITY;
                kernels.elementwise()
                        .scaleShift(width, channels, x.segment(), from, factor, summand, -none, none, y.segment(), to);
            }
        }
    }

    /** The row sums of every group in one, divided by the count, for each of its channels. */
    private void average(int groups, long count, MemorySegment result) {
        for (long c = 0; c < 4L * channels; c += 4) {
            float sum = 0;
            for (int row = 0; row < height; row++) {
                sum += rowSums.get(FLOAT, 4L * row * channels + c);
            }
            result.set(FLOAT, c, sum);
        }
        int size = channels / groups;
        for (int group = 0; group < groups; group++) {
            float sum = 0;
            for (int c = group * size; c < (group + 1) * size; c++) {
                sum += result.get(FLOAT, 4L * c);
            }
            for (int c = group * size; c < (group + 1) * size; c++) {
                result.set(FLOAT, 4L * c, sum / count);
            }
        }
    }
}
