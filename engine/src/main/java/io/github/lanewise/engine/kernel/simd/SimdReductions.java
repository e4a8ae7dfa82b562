package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.ReductionKernels;
import io.github.lanewise.engine.tensor.Reduction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link ReductionKernels} in plain Java. */
final class SimdReductions implements ReductionKernels {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void accumulate(Reduction reduction, int n, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (int i = 0; i < n; i++) {
            float partial = out.get(FLOAT, outAt + i * 4L);
            out.set(FLOAT, outAt + i * 4L, reduction.accumulate(partial, in.get(FLOAT, inAt + i * 4L)));
        }
    }

    @Override
    public void chain(Reduction reduction, int n, float shift, MemorySegment in, long inAt, float[] chains) {
        for (int i = 0; i < n; i++) {
            int chain = i % CHAINS;
            chains[chain] = reduction.accumulate(chains[chain], in.get(FLOAT, inAt + i * 4L) - shift);
        }
    }

    @Override
    public void squaredDeviations(
            int pixels, int channels, MemorySegment in, long inAt, MemorySegment mean, MemorySegment out, long outAt) {
        for (int c = 0; c < channels; c++) {
            float average = mean.get(FLOAT, c * 4L);
            float sum = 0;
            for (long pixel = 0; pixel < pixels; pixel++) {
                float deviation = in.get(FLOAT, inAt + (pixel * channels + c) * 4) - average;
                sum += deviation * deviation;
            }
            out.set(FLOAT, outAt + c * 4L, sum);
        }
    }
}
