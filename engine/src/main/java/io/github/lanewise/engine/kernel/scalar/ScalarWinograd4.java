package io.github.lanewise.engine.kernel.scalar;

import static io.github.lanewise.engine.kernel.WinogradPoints.P;
import static io.github.lanewise.engine.kernel.WinogradPoints.P2;
import static io.github.lanewise.engine.kernel.WinogradPoints.P2Q2;
import static io.github.lanewise.engine.kernel.WinogradPoints.P2_PLUS_Q2;
import static io.github.lanewise.engine.kernel.WinogradPoints.P3;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q2;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q3;
import static io.github.lanewise.engine.kernel.scalar.ScalarFma.fma;

import java.lang.foreign.MemorySegment;

/** F(4, 3). */
final class ScalarWinograd4 extends ScalarWinograd {

    @Override
    public int outputs() {
        return 4;
    }

    @Override
    void input(float[] planes, int at, int stride, int n) {
        for (int e = at; e < at + n; e++) {
            float x1 = planes[e + stride], x2 = planes[e + 2 * stride], x3 = planes[e + 3 * stride];
            float x4 = planes[e + 4 * stride];
            planes[e] = outer(planes[e], x2, x4);
            planes[e + stride] = inner(P, Q2, x1, x2, x3, x4);
            planes[e + 2 * stride] = inner(-P, Q2, x1, x2, x3, x4);
            planes[e + 3 * stride] = inner(Q, P2, x1, x2, x3, x4);
            planes[e + 4 * stride] = inner(-Q, P2, x1, x2, x3, x4);
            planes[e + 5 * stride] = outer(x1, x3, planes[e + 5 * stride]);
        }
    }

    @Override
    void input(MemorySegment planes, long at, long stride, int n) {
        for (long e = at; e < at + 4L * n; e += 4) {
            float x0 = get(planes, e), x1 = get(planes, e + stride), x2 = get(planes, e + 2 * stride);
            float x3 = get(planes, e + 3 * stride), x4 = get(planes, e + 4 * stride), x5 = get(planes, e + 5 * stride);
            set(planes, e, outer(x0, x2, x4));
            set(planes, e + stride, inner(P, Q2, x1, x2, x3, x4));
            set(planes, e + 2 * stride, inner(-P, Q2, x1, x2, x3, x4));
            set(planes, e + 3 * stride, inner(Q, P2, x1, x2, x3, x4));
            set(planes, e + 4 * stride, inner(-Q, P2, x1, x2, x3, x4));
            set(planes, e + 5 * stride, outer(x1, x3, x5));
        }
    }

    private static float outer(float first, float middle, float last) {
        return fma(P2Q2, first, fma(-P2_PLUS_Q2, middle, last));
    }

    private static float inner(float point, float square, float x1, float x2, float x3, float x4) {
        return fma(point, fma(-square, x1, x3), fma(-square, x2, x4));
    }

    @Override
    public void output(float[] planes, int at, int stride, int n) {
        for (int e = at; e < at + n; e++) {
            float s = planes[e + stride] + planes[e + 2 * stride];
            float d = planes[e + stride] - planes[e + 2 * stride];
            float t = planes[e + 3 * stride] + planes[e + 4 * stride];
            float u = planes[e + 3 * stride] - planes[e + 4 * stride];
            planes[e] = planes[e] + s + t;
            planes[e + stride] = fma(Q, u, P * d);
            planes[e + 2 * stride] = fma(Q2, t, P2 * s);
            planes[e + 3 * stride] = fma(Q3, u, fma(P3, d, planes[e + 5 * stride]));
        }
    }
}
