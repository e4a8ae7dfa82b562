package io.github.lanewise.examples;

import io.github.lanewise.engine.Gemm;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceGemm;
import io.github.lanewise.engine.tensor.Tensor;

/** The tour's matrix product, {@code C = A B} with square matrices, one thread. */
final class TourGemm {
    private TourGemm() {}

    /** Times the naive loops and the engine on matrices {@code [n, n]}, and checks the result. */
    static Comparison compare(int n) {
        float[] a = Noise.floats(1, n * n);
        float[] b = Noise.floats(2, n * n);
        float[] c = new float[n * n];
        RunTimes naive =
                RunTimes.warmedUp(() -> ReferenceGemm.sgemm(false, false, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n));
        Tensor left = Tensor.of(a, n, n);
        Tensor right = Tensor.of(b, n, n);
        Tensor product = Tensor.of(c, n, n);
        RunTimes engine = RunTimes.warmedUp(() -> Gemm.multiply(left, right, product, Workers.single()));
        DoubleSums exact = ReferenceGemm.float64(false, false, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
        return Comparison.of(n, naive, engine, product.toArray(), exact);
    }
}
