package io.github.lanewise.engine.kernel.scalar;

import java.lang.foreign.MemorySegment;

/** F(2, 3). */
final class ScalarWinograd2 extends ScalarWinograd {

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    void input(float[] planes, int at, int stride, int n) {
        for (int e = at; e < at + n; e++) {
            float x1 = planes[e + stride];
            float x2 = planes[e + 2 * stride];
            planes[e] = x2 - planes[e];
            planes[e + stride] = x2 + x1;
            planes[e + 2 * stride] = x2 - x1;
            planes[e + 3 * stride] -= x1;
        }
    }

    @Override
    void input(MemorySegment planes, long at, long stride, int n) {
        for (long e = at; e < at + 4L * n; e += 4) {
            float x0 = get(planes, e);
            float x1 = get(planes, e + stride);
            float x2 = get(planes, e + 2 * stride);
            float x3 = get(planes, e + 3 * stride);
            set(planes, e, x2 - x0);
            set(planes, e + stride, x2 + x1);
            set(planes, e + 2 * stride, x2 - x1);
            set(planes, e + 3 * stride, x3 - x1);
        }
    }

    @Override
    public void output(float[] planes, int at, int stride, int n) {
        for (int e = at; e < at + n; e++) {
            float v1 = planes[e + stride];
            float v2 = planes[e + 2 * stride];
            planes[e] += v1 + v2;
            planes[e + stride] = planes[e + 3 * stride] + (v1 - v2);
        }
    }
}
