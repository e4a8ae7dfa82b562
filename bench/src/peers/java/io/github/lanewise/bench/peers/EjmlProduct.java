package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.GemmProblem;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;

/** EJML's dense float matrices. */
record EjmlProduct(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj c, boolean concurrent) implements Product {

    EjmlProduct(GemmProblem problem, float[] a, float[] b, int threads) {
        this(
                new FMatrixRMaj(problem.m(), problem.k(), true, a),
                new FMatrixRMaj(problem.k(), problem.n(), true, b),
                new FMatrixRMaj(problem.m(), problem.n()),
                threads > 1);
        EjmlConcurrency.setMaxThreads(threads);
    }

    @Override
    public void run() {
        if (concurrent) {
            CommonOps_MT_FDRM.mult(a, b, c);
        } else {
            CommonOps_FDRM.mult(a, b, c);
        }
    }

    @Override
    public float[] result() {
        return c.getData();
    }
}
