package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.GemmProblem;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML's dense float matrices, on one thread. */
record EjmlProduct(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj c) implements Product {

    EjmlProduct(GemmProblem problem, float[] a, float[] b) {
        this(
                new FMatrixRMaj(problem.m(), problem.k(), true, a),
                new FMatrixRMaj(problem.k(), problem.n(), true, b),
                new FMatrixRMaj(problem.m(), problem.n()));
    }

    @Override
    public void run() {
        CommonOps_FDRM.mult(a, b, c);
    }

    @Override
    public float[] result() {
        return c.getData();
    }
}
