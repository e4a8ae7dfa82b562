package io.github.lanewise.engine.kernel.simd;

import static io.github.lanewise.engine.kernel.WinogradPoints.P;
import static io.github.lanewise.engine.kernel.WinogradPoints.P2;
import static io.github.lanewise.engine.kernel.WinogradPoints.P3;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q2;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q3;

import io.github.lanewise.engine.kernel.GradientTransform;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link GradientTransform} by vectors. Twin: {@code ScalarGradientTransform}. */
final class SimdGradientTransform implements GradientTransform {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();

    @Override
    public void transform(
            float[] in, int inAt, int inStride, int n, int tiles, int step, float[] out, int outAt, int outStride) {
        int left = n;
        for (int e = 0; e < tiles * n; e += V) {
            FloatVector y0 = FloatVector.fromArray(SPECIES, in, inAt);
            FloatVector y1 = FloatVector.fromArray(SPECIES, in, inAt + inStride);
            FloatVector y2 = FloatVector.fromArray(SPECIES, in, inAt + 2 * inStride);
            FloatVector y3 = FloatVector.fromArray(SPECIES, in, inAt + 3 * inStride);
            FloatVector even = y2.fma(FloatVector.broadcast(SPECIES, P2), y0);
            FloatVector odd = y3.fma(FloatVector.broadcast(SPECIES, P3), y1.mul(FloatVector.broadcast(SPECIES, P)));
            y0.intoArray(out, outAt + e);
            even.add(odd).intoArray(out, outAt + outStride + e);
            even.sub(odd).intoArray(out, outAt + 2 * outStride + e);
            even = y2.fma(FloatVector.broadcast(SPECIES, Q2), y0);
            odd = y3.fma(FloatVector.broadcast(SPECIES, Q3), y1.mul(FloatVector.broadcast(SPECIES, Q)));
            even.add(odd).intoArray(out, outAt + 3 * outStride + e);
            even.sub(odd).intoArray(out, outAt + 4 * outStride + e);
            y3.intoArray(out, outAt + 5 * outStride + e);
            left -= V;
            inAt += left == 0 ? V + step - n : V;
            left = left == 0 ? n : left;
        }
    }
}
