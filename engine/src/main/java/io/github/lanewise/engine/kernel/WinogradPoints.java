package io.github.lanewise.engine.kernel;

/**
 * The interpolation points of F(m, 3) and what follows from them, for points {@code 0, ±p, (±q,) ∞}.
 *
 * <p>F(2, 3) has p = 1; its transforms are
 * <pre>
 *   Bᵀx: x2 - x0                Aᵀv: v0 + (v1 + v2)
 *        x2 + x1                     v3 + (v1 - v2)
 *        x2 - x1
 *        x3 - x1
 * </pre>
 * F(4, 3) has p = {@value #P} and q = {@value #Q}; fma(a, b, c) = a · b + c, rounded once:
 * <pre>
 *   Bᵀx: fma(p²q², x0, fma(-(p² + q²), x2, x4))
 *        fma(±p, fma(-q², x1, x3), fma(-q², x2, x4))           first +, then -
 *        fma(±q, fma(-p², x1, x3), fma(-p², x2, x4))
 *        fma(p²q², x1, fma(-(p² + q²), x3, x5))
 *
 *   Aᵀv, with s = v1 + v2, d = v1 - v2, t = v3 + v4, u = v3 - v4:
 *        (v0 + s) + t
 *        fma(q, u, p · d)
 *        fma(q², t, p² · s)
 *        fma(q³, u, fma(p³, d, v5))
 * </pre>
 * Every factor is a float32 to the bit. Of all pairs of points these have, within some percent, the smallest error: half
 * of that of the usual ±1, ±2, which grow with their powers, and about twice that of a direct convolution. Points whose
 * products are near 1 keep all three matrices well balanced; Barabasz, Anderson, Soodhalter and Gregg, "Error analysis
 * and improving the accuracy of Winograd convolution for deep neural networks", 2020, explain why that matters.
 */
public final class WinogradPoints {

    public static final float P = 0.625f;
    public static final float Q = 1.5f;
    public static final float P2 = P * P;
    public static final float Q2 = Q * Q;
    public static final float P3 = P * P * P;
    public static final float Q3 = Q * Q * Q;
    public static final float P2Q2 = P2 * Q2;
    public static final float P2_PLUS_Q2 = P2 + Q2;

    /** The matrix G of the filter transform {@code G g}, m + 2 rows of 3, in float64. */
    public static double[][] filterMatrix(int outputs) {
        double[] points = switch (outputs) {
            case 2 -> new double[] {0, 1, -1};
            case 4 -> new double[] {0, P, -P, Q, -Q};
            default -> throw new IllegalArgumentException("no F(" + outputs + ", 3)");
        };
        double[][] matrix = new double[outputs + 2][];
        for (int i = 0; i < points.length; i++) {
            double weight = 1;
            for (int j = 0; j < points.length; j++) {
                weight *= i == j ? 1 : points[i] - points[j];
            }
            matrix[i] = new double[] {1 / weight, points[i] / weight, points[i] * points[i] / weight};
        }
        matrix[points.length] = new double[] {0, 0, 1};
        return matrix;
    }

    private WinogradPoints() {}
}
