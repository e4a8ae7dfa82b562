package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.DepthwiseKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** {@link DepthwiseKernel} in plain Java. */
final class ScalarDepthwiseKernel implements DepthwiseKernel {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void row(
            Taps taps,
            int pixels,
            MemorySegment in,
            long inAt,
            MemorySegment weights,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            long residualAt,
            float lower,
            float upper,
            MemorySegment out,
            long outAt) {
        long channelBytes = taps.channels() * 4L;
        for (int x = 0; x < pixels; x++) {
            for (long at = 0; at < channelBytes; at += 4) {
                float value = sum(taps, in, inAt + x * taps.pixelStride() + at, weights, at);
                if (bias != null) {
                    value += bias.get(FLOAT, at);
                }
                if (residual != null) {
                    value += residual.get(FLOAT, residualAt + x * channelBytes + at);
                }
                value = value < lower ? lower : value > upper ? upper : value;
                out.set(FLOAT, outAt + x * channelBytes + at, value);
            }
        }
    }

    private static float sum(Taps taps, MemorySegment in, long inAt, MemorySegment weights, long weightAt) {
        float sum = 0;
        for (int ky = 0; ky < taps.kernelHeight(); ky++) {
            for (int kx = 0; kx < taps.kernelWidth(); kx++) {
                long tap = inAt + ky * taps.rowStride() + kx * taps.columnStride();
                sum = ScalarFma.fma(in.get(FLOAT, tap), weights.get(FLOAT, weightAt), sum);
                weightAt += taps.channels() * 4L;
            }
        }
        return sum;
    }
}
