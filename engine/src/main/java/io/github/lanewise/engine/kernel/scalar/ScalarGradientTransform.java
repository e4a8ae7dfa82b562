package io.github.lanewise.engine.kernel.scalar;

import static io.github.lanewise.engine.kernel.WinogradPoints.P;
import static io.github.lanewise.engine.kernel.WinogradPoints.P2;
import static io.github.lanewise.engine.kernel.WinogradPoints.P3;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q2;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q3;

import io.github.lanewise.engine.kernel.GradientTransform;

/** {@link GradientTransform} in plain Java. */
final class ScalarGradientTransform implements GradientTransform {

    @Override
    public void transform(
            float[] in, int inAt, int inStride, int n, int tiles, int step, float[] out, int outAt, int outStride) {
        for (int e = 0; e < tiles * n; e++) {
            int from = inAt + e / n * step + e % n;
            int to = outAt + e;
            float y0 = in[from];
            float y1 = in[from + inStride];
            float y2 = in[from + 2 * inStride];
            float y3 = in[from + 3 * inStride];
            float nearEven = ScalarFma.fma(P2, y2, y0);
            float nearOdd = ScalarFma.fma(P3, y3, P * y1);
            float farEven = ScalarFma.fma(Q2, y2, y0);
            float farOdd = ScalarFma.fma(Q3, y3, Q * y1);
            out[to] = y0;
            out[to + outStride] = nearEven + nearOdd;
            out[to + 2 * outStride] = nearEven - nearOdd;
            out[to + 3 * outStride] = farEven + farOdd;
            out[to + 4 * outStride] = farEven - farOdd;
            out[to + 5 * outStride] = y3;
        }
    }
}
