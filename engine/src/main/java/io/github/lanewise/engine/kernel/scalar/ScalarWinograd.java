package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.WinogradTransform;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link WinogradTransform} in plain Java: copies the input to where the result belongs, and transforms it there. */
abstract sealed class ScalarWinograd implements WinogradTransform permits ScalarWinograd2, ScalarWinograd4 {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** {@code Bᵀ} in place. */
    abstract void input(float[] planes, int at, int stride, int n);

    /** {@code Bᵀ} in place. */
    abstract void input(MemorySegment planes, long at, long stride, int n);

    @Override
    public void input(MemorySegment in, long inAt, long inStride, int n, float[] out, int outAt, int outStride) {
        for (int k = 0; k < outputs() + 2; k++) {
            MemorySegment.copy(in, FLOAT, inAt + k * inStride, out, outAt + k * outStride, n);
        }
        input(out, outAt, outStride, n);
    }

    @Override
    public void input(
            float[] in, int inAt, int inStride, int n, int tiles, int step, float[] out, int outAt, int outStride) {
        for (int k = 0; k < outputs() + 2; k++) {
            for (int tile = 0; tile < tiles; tile++) {
                int from = inAt + k * inStride + tile * step;
                System.arraycopy(in, from, out, outAt + k * outStride + tile * n, n);
            }
        }
        input(out, outAt, outStride, tiles * n);
    }

    @Override
    public void input(
            float[] in,
            int inAt,
            int inStride,
            int n,
            int tiles,
            int step,
            MemorySegment out,
            long outAt,
            long outStride) {
        for (int k = 0; k < outputs() + 2; k++) {
            for (int tile = 0; tile < tiles; tile++) {
                int from = inAt + k * inStride + tile * step;
                MemorySegment.copy(in, from, out, FLOAT, outAt + k * outStride + 4L * tile * n, n);
            }
        }
        input(out, outAt, outStride, tiles * n);
    }

    static float get(MemorySegment segment, long at) {
        return segment.get(FLOAT, at);
    }

    static void set(MemorySegment segment, long at, float value) {
        segment.set(FLOAT, at, value);
    }
}
