package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Problems;

/** {@code C = activation(A B + bias + residual)} with B packed beforehand, from op(B) as it lies or transposed. */
record PackedProduct(
        GemmProblem problem, Transpose transpose, boolean hasBias, Residual residual, Activation activation) {

    /** Where the residual lies. */
    enum Residual {
        NONE,
        APART,
        IN_PLACE_OF_C
    }

    /** A product and nothing else. */
    static PackedProduct of(GemmProblem problem) {
        return new PackedProduct(problem, Transpose.YES, false, Residual.NONE, Activation.IDENTITY);
    }

    PackedMatrix pack() {
        int k = problem.k();
        int n = problem.n();
        if (transpose == Transpose.NO) {
            return PackedMatrix.of(Transpose.NO, Tensor.of(problem.b(), k, n));
        }
        float[] b = problem.b();
        float[] transposed = new float[b.length];
        for (int i = 0; i < b.length; i++) {
            transposed[i % n * k + i / n] = b[i];
        }
        return PackedMatrix.of(Transpose.YES, Tensor.of(transposed, n, k));
    }

    float[] multiply(Workers workers) {
        return multiply(pack(), workers);
    }

    float[] multiply(PackedMatrix packed, Workers workers) {
        int m = problem.m();
        int n = problem.n();
        Tensor a = Tensor.of(problem.a(), m, problem.k());
        Tensor c = Tensor.of(problem.c(), m, n);
        Tensor summand = switch (residual) {
            case NONE -> null;
            case APART -> Tensor.of(residualValues(), m, n);
            case IN_PLACE_OF_C -> c.copyFrom(residualValues());
        };
        Tensor bias = hasBias ? Tensor.of(biasValues(), n) : null;
        Gemm.multiply(a, packed, new Epilogue(bias, activation), summand, c, workers);
        return c.toArray();
    }

    float[] reference() {
        float[] c = problem.reference();
        float[] bias = biasValues();
        float[] summands = residualValues();
        for (int i = 0; i < c.length; i++) {
            c[i] = hasBias ? c[i] + bias[i % problem.n()] : c[i];
            c[i] = residual == Residual.NONE ? c[i] : c[i] + summands[i];
            c[i] = activation.apply(c[i]);
        }
        return c;
    }

    private float[] biasValues() {
        return Problems.floats(problem.seed() + 3, problem.n());
    }

    private float[] residualValues() {
        return Problems.floats(problem.seed() + 4, problem.m() * problem.n());
    }
}
