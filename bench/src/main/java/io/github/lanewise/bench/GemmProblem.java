package io.github.lanewise.bench;

import io.github.lanewise.engine.Gemm;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceGemm;
import io.github.lanewise.engine.tensor.Tensor;

/** {@code C = A B}, A {@code [m, k]}, B {@code [k, n]}, C {@code [m, n]}, nothing packed beforehand, one thread. */
public record GemmProblem(int m, int n, int k) implements Problem {

    private static final float[] NOT_READ = {};

    /** Reads {@code "m n k"}. */
    public static GemmProblem parse(String line) {
        int[] numbers = Shapes.numbers(line, 3);
        return new GemmProblem(numbers[0], numbers[1], numbers[2]);
    }

    @Override
    public String label() {
        return m + " " + n + " " + k;
    }

    @Override
    public Subject naive() {
        int rows = Sample.spread(m, rowMultiplyAdds()).length;
        float[] a = Operands.random(1, (long) rows * k);
        float[] b = rightOperand();
        float[] c = new float[rows * n];
        return new Subject() {
            @Override
            public double flops() {
                return 2.0 * rows * rowMultiplyAdds();
            }

            @Override
            public void run() {
                ReferenceGemm.sgemm(false, false, rows, n, k, 1, a, 0, k, b, 0, n, 0, c, 0, n);
            }
        };
    }

    /** Seeded A. */
    public float[] leftOperand() {
        return Operands.random(1, (long) m * k);
    }

    /** Seeded B. */
    public float[] rightOperand() {
        return Operands.random(2, (long) k * n);
    }

    @Override
    public Subject simd() {
        float[] left = leftOperand();
        float[] right = rightOperand();
        Tensor a = Tensor.of(left, m, k);
        Tensor b = Tensor.of(right, k, n);
        Tensor c = Tensor.of(new float[m * n], m, n);
        return new Subject() {
            @Override
            public double flops() {
                return 2.0 * m * rowMultiplyAdds();
            }

            @Override
            public void run() {
                Gemm.multiply(a, b, c, Workers.single());
            }

            @Override
            public void verify() {
                run();
                GemmProblem.this.verify(left, right, c.toArray());
            }
        };
    }

    /**
     * Compares some rows of a product with the reference, all of a small one.
     *
     * @throws IllegalStateException naming the place and both values if they differ by more than rounding
     */
    public void verify(float[] left, float[] right, float[] c) {
        for (int i : Sample.spread(m, rowMultiplyAdds())) {
            verifyRow(i, left, right, c);
        }
    }

    private void verifyRow(int i, float[] left, float[] right, float[] c) {
        DoubleSums expected =
                ReferenceGemm.float64(false, false, 1, n, k, 1, left, i * k, k, right, 0, n, 0, NOT_READ, 0, n);
        for (int j = 0; j < n; j++) {
            Operands.requireClose("gemm " + label() + " at [" + i + ", " + j + "]", c[i * n + j], expected, j, k);
        }
    }

    private long rowMultiplyAdds() {
        return (long) n * k;
    }
}
