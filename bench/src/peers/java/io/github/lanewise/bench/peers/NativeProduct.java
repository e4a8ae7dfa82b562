package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.GemmProblem;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;
import org.bytedeco.openblas.global.openblas;

/** The native libraries, operands in native memory; how many threads they use stands in the environment. */
record NativeProduct(FloatPointer c, int length, Runnable call) implements Product {

    private static final int ROW_MAJOR = 101;
    private static final int NOT_TRANSPOSED = 111;
    private static final int PACKED = 151;
    private static final int RIGHT_OPERAND = 162;

    private interface Sgemm {
        void call(FloatPointer a, FloatPointer b, FloatPointer c);
    }

    /** The function that all BLAS libraries have. */
    private interface Cblas {
        void sgemm(
                int order,
                int transposeA,
                int transposeB,
                int m,
                int n,
                int k,
                float alpha,
                FloatPointer a,
                int lda,
                FloatPointer b,
                int ldb,
                float beta,
                FloatPointer c,
                int ldc);
    }

    static Product mkl(GemmProblem p, float[] left, float[] right) {
        return cblas(p, left, right, mkl_rt::cblas_sgemm);
    }

    static Product openBlas(GemmProblem p, float[] left, float[] right) {
        return cblas(p, left, right, openblas::cblas_sgemm);
    }

    private static Product cblas(GemmProblem p, float[] left, float[] right, Cblas library) {
        int m = p.m();
        int n = p.n();
        int k = p.k();
        return of(
                p,
                left,
                right,
                (a, b, c) -> library.sgemm(ROW_MAJOR, NOT_TRANSPOSED, NOT_TRANSPOSED, m, n, k, 1, a, k, b, n, 0, c, n));
    }

    /** With B packed beforehand, as MKL likes it. */
    static Product mklPacked(GemmProblem p, float[] left, float[] right) {
        long bytes = mkl_rt.cblas_sgemm_pack_get_size(RIGHT_OPERAND, p.m(), p.n(), p.k());
        FloatPointer packed = new FloatPointer(bytes / Float.BYTES);
        mkl_rt.cblas_sgemm_pack(
                ROW_MAJOR,
                RIGHT_OPERAND,
                NOT_TRANSPOSED,
                p.m(),
                p.n(),
                p.k(),
                1,
                new FloatPointer(right),
                p.n(),
                packed);
        return of(
                p,
                left,
                right,
                (a, b, c) -> mkl_rt.cblas_sgemm_compute(
                        ROW_MAJOR, NOT_TRANSPOSED, PACKED, p.m(), p.n(), p.k(), a, p.k(), packed, p.n(), 0, c, p.n()));
    }

    static Product oneDnn(GemmProblem p, float[] left, float[] right) {
        return of(
                p,
                left,
                right,
                (a, b, c) -> dnnl.dnnl_sgemm(
                        (byte) 'N', (byte) 'N', p.m(), p.n(), p.k(), 1, a, p.k(), b, p.n(), 0, c, p.n()));
    }

    private static Product of(GemmProblem p, float[] left, float[] right, Sgemm library) {
        int length = p.m() * p.n();
        FloatPointer a = new FloatPointer(left);
        FloatPointer b = new FloatPointer(right);
        FloatPointer c = new FloatPointer(new float[length]);
        return new NativeProduct(c, length, () -> library.call(a, b, c));
    }

    @Override
    public void run() {
        call.run();
    }

    @Override
    public float[] result() {
        float[] values = new float[length];
        c.get(values);
        return values;
    }
}
