package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The one-dimensional transforms of a Winograd convolution F(m, 3), each applied to many neighbouring floats at once:
 * {@code Bᵀ} takes the m + 2 values of an input tile to as many products, {@code Aᵀ} takes the products to m outputs.
 * Twice in a row, along columns and along rows, they make the two-dimensional F(m x m, 3x3).
 *
 * <p>Every element goes through the expressions that {@link WinogradPoints} states, in that order of operations, so that
 * the results have the same bits on every tier and width.
 */
public interface WinogradTransform {

    /** The floats of a call are a multiple of this. */
    int LINE = 16;

    /** Outputs along one axis of a tile: m. */
    int outputs();

    /**
     * {@code out_i[e] = Σ_k Bᵀ[i, k] · in_k[e]} for n floats e, a multiple of {@value #LINE}, from native memory.
     *
     * @param in in_k begins at byte {@code inAt + k * inStride}
     * @param out out_i begins at index {@code outAt + i * outStride}
     */
    void input(MemorySegment in, long inAt, long inStride, int n, float[] out, int outAt, int outStride);

    /**
     * The same from an array to an array for n floats of each of some tiles, with indices and strides in floats; out is not in.
     *
     * @param step from in_k of one tile to that of the next; those of out_i lie side by side
     */
    void input(float[] in, int inAt, int inStride, int n, int tiles, int step, float[] out, int outAt, int outStride);

    /** The same from an array to native memory, where offset and stride are in bytes. */
    void input(
            float[] in,
            int inAt,
            int inStride,
            int n,
            int tiles,
            int step,
            MemorySegment out,
            long outAt,
            long outStride);

    /**
     * {@code planes_y[e] = Σ_k Aᵀ[y, k] · planes_k[e]} in place, for y &lt; m; the last two planes keep what they hold.
     *
     * @param at planes_k begins at index {@code at + k * stride}
     * @param n a multiple of the columns of a panel
     */
    void output(float[] planes, int at, int stride, int n);
}
