package io.github.lanewise.bench;

import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceGemm;

/** {@value #ROWS} rows times one panel by a kernel on the heap. */
final class HeapKernelSubject implements MicroKernelSubject {

    private static final int ROWS = 30;

    private final HeapKernel kernel;
    private final int k;
    private final float[] a;
    private final float[] b;
    private final float[] zeros;
    private final float[] out;

    HeapKernelSubject(HeapKernel kernel, int k) {
        this.kernel = kernel;
        this.k = k;
        a = Operands.random(1, (long) ROWS * k);
        b = Operands.random(2, (long) k * kernel.columns());
        zeros = new float[kernel.columns()];
        out = new float[ROWS * kernel.columns()];
    }

    @Override
    public String kernel() {
        return kernel.getClass().getSimpleName();
    }

    @Override
    public double flops() {
        return 2.0 * k * out.length;
    }

    @Override
    public void run() {
        kernel.multiply(a, 0, k, ROWS, k, b, 0, zeros, 0, 0, out, 0, zeros.length);
    }

    @Override
    public void verify() {
        run();
        int n = zeros.length;
        DoubleSums expected =
                ReferenceGemm.float64(false, false, ROWS, n, k, 1, a, 0, k, b, 0, n, 0, new float[out.length], 0, n);
        for (int i = 0; i < out.length; i++) {
            Operands.requireClose(kernel() + " at [" + i / n + ", " + i % n + "]", out[i], expected, i, k);
        }
    }
}
