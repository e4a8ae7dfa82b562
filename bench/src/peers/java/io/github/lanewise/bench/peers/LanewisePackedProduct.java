package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.GemmProblem;
import io.github.lanewise.engine.Gemm;
import io.github.lanewise.engine.PackedMatrix;
import io.github.lanewise.engine.Transpose;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;

/** Ours with B packed beforehand, as layers do it with their weights. */
record LanewisePackedProduct(Tensor a, PackedMatrix b, Tensor c, Workers workers) implements Product {

    LanewisePackedProduct(GemmProblem problem, float[] a, float[] b, int threads) {
        this(
                Tensor.of(a, problem.m(), problem.k()),
                PackedMatrix.of(Transpose.NO, Tensor.of(b, problem.k(), problem.n())),
                Tensor.of(new float[problem.m() * problem.n()], problem.m(), problem.n()),
                threads == 1 ? Workers.single() : Workers.of(threads));
    }

    @Override
    public void run() {
        Gemm.multiply(a, b, Epilogue.NONE, null, c, workers);
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
