package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.GemmProblem;
import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.Gemm;
import io.github.lanewise.engine.PackedMatrix;
import io.github.lanewise.engine.Transpose;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;

/** Ours. */
record LanewiseProduct(Tensor c, Workers workers, Runnable call) implements Product {

    static Product of(GemmProblem problem, float[] left, float[] right, int threads) {
        Workers workers = workers(threads);
        Tensor a = Tensor.of(left, problem.m(), problem.k());
        Tensor b = Tensor.of(right, problem.k(), problem.n());
        Tensor c = result(problem);
        return compiled(new LanewiseProduct(c, workers, () -> Gemm.multiply(a, b, c, workers)));
    }

    /** With B packed beforehand, as layers do it with their weights. */
    static Product packed(GemmProblem problem, float[] left, float[] right, int threads) {
        Workers workers = workers(threads);
        Tensor a = Tensor.of(left, problem.m(), problem.k());
        PackedMatrix b = PackedMatrix.of(Transpose.NO, Tensor.of(right, problem.k(), problem.n()));
        Tensor c = result(problem);
        return compiled(new LanewiseProduct(c, workers, () -> Gemm.multiply(a, b, Epilogue.NONE, null, c, workers)));
    }

    private static Workers workers(int threads) {
        return threads == 1 ? Workers.single() : Workers.of(threads);
    }

    private static Tensor result(GemmProblem problem) {
        return Tensor.of(new float[problem.m() * problem.n()], problem.m(), problem.n());
    }

    /** The first call has kernels compiled, which are waited for. */
    private static Product compiled(LanewiseProduct product) {
        product.run();
        Engine.awaitKernels();
        return product;
    }

    @Override
    public void run() {
        call.run();
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
