package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.GemmProblem;
import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.Gemm;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;

/** Ours. */
record LanewiseProduct(Tensor a, Tensor b, Tensor c, Workers workers) implements Product {

    LanewiseProduct(GemmProblem problem, float[] a, float[] b, int threads) {
        this(
                Tensor.of(a, problem.m(), problem.k()),
                Tensor.of(b, problem.k(), problem.n()),
                Tensor.of(new float[problem.m() * problem.n()], problem.m(), problem.n()),
                threads == 1 ? Workers.single() : Workers.of(threads));
        run();
        Engine.awaitKernels();
    }

    @Override
    public void run() {
        Gemm.multiply(a, b, c, workers);
    }

    @Override
    public float[] result() {
        return c.toArray();
    }

    @Override
    public void close() {
        workers.close();
    }
}
