package io.github.lanewise.engine.kernel;

/**
 * The one-dimensional transform of the output's gradient in the gradient of filters by F(4, 3): {@code A} takes the 4 values of a
 * tile to 6 products, the transposed of what {@link WinogradTransform#output} does. Applied to many neighbouring floats at once.
 *
 * <p>Every element goes through these expressions, with p and q of {@link WinogradPoints} and fma(a, b, c) = a · b + c:
 * <pre>
 *   y0
 *   fma(p², y2, y0) ± fma(p³, y3, p · y1)          first +, then -
 *   fma(q², y2, y0) ± fma(q³, y3, q · y1)
 *   y3
 * </pre>
 */
public interface GradientTransform {

    /**
     * {@code out_i[e] = Σ_k A[i, k] · in_k[e]} for n floats e of each of some tiles; out is not in.
     *
     * @param in in_k begins at index {@code inAt + k * inStride}; out alike
     * @param n a multiple of the columns of a {@link PixelKernel}
     * @param step from in_k of one tile to that of the next; those of out_i lie side by side
     */
    void transform(
            float[] in, int inAt, int inStride, int n, int tiles, int step, float[] out, int outAt, int outStride);
}
