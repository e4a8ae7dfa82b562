package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.ReductionKernels;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * One call of {@code dBias[o] = Σ dY[pixel, o]}. Slices of the image rows are added row to row, which keeps one chain for each
 * column of pixels and each channel; slices and columns are joined in float64, in order. Where slices begin follows from the
 * shape alone.
 *
 * <p>An object serves one call at a time and is reused for the next.
 */
public final class BiasGradientCall {

    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);

    private static final int SLICES = 16;

    private final ReductionKernels kernels;
    private final double[] sums;
    private final float[] biases;
    private MemorySegment lines = MemorySegment.NULL;
    private float[] line = {};
    private Tensor outputGradient = NOTHING;
    private int rows;
    private int lineFloats;

    public BiasGradientCall(int outChannels, ReductionKernels kernels) {
        this.kernels = kernels;
        sums = new double[outChannels];
        biases = new float[outChannels];
    }

    /** Begins a call; the shapes have been checked. */
    public void begin(Tensor newOutputGradient) {
        outputGradient = newOutputGradient;
        rows = outputGradient.shape().dimension(0) * outputGradient.shape().dimension(1);
        lineFloats =
                outputGradient.shape().dimension(2) * outputGradient.shape().dimension(3);
        long bytes = 4L * SLICES * lineFloats;
        if (lines.byteSize() < bytes) {
            lines = Arena.ofAuto().allocate(bytes, 64);
            line = new float[lineFloats];
        }
    }

    /** Lets go of the tensor of the call. */
    public void end() {
        outputGradient = NOTHING;
    }

    /** Independent parts of the call, for {@link #compute}. */
    public int parts() {
        return SLICES;
    }

    /** Adds the rows of one slice. */
    public void compute(int slice, @SuppressWarnings("unused") int lane) {
        long to = 4L * slice * lineFloats;
        lines.asSlice(to, 4L * lineFloats).fill((byte) 0);
        int height = outputGradient.shape().dimension(1);
        int end = (int) ((long) rows * (slice + 1) / SLICES);
        for (int row = (int) ((long) rows * slice / SLICES); row < end; row++) {
            long from = outputGradient.at(row / height, row % height, 0);
            kernels.accumulate(Reduction.SUM, lineFloats, outputGradient.segment(), from, lines, to);
        }
    }

    /** Adds the slices, after all parts. */
    public void join(Tensor biasGradient) {
        Arrays.fill(sums, 0);
        for (int slice = 0; slice < SLICES; slice++) {
            MemorySegment.copy(lines, ValueLayout.JAVA_FLOAT, 4L * slice * lineFloats, line, 0, lineFloats);
            for (int pixel = 0; pixel < lineFloats; pixel += sums.length) {
                for (int channel = 0; channel < sums.length; channel++) {
                    sums[channel] += line[pixel + channel];
                }
            }
        }
        for (int channel = 0; channel < sums.length; channel++) {
            biases[channel] = (float) sums[channel];
        }
        biasGradient.copyFrom(biases);
    }
}
