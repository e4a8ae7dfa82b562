package io.github.lanewise.bench;

import io.github.lanewise.engine.kernel.PackedKernel;
import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceGemm;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** One tile of a kernel over two packed operands. */
final class PackedKernelSubject implements MicroKernelSubject {

    private final PackedKernel kernel;
    private final int k;
    private final float[] a;
    private final float[] right;
    private final MemorySegment b;
    private final float[] start;
    private final float[] tile;

    PackedKernelSubject(PackedKernel kernel, int k) {
        this.kernel = kernel;
        this.k = k;
        a = Operands.random(1, (long) k * kernel.rows());
        right = Operands.random(2, (long) k * kernel.columns());
        b = Tensor.of(right, k, kernel.columns()).segment();
        start = new float[kernel.rows() * kernel.columns()];
        tile = new float[start.length];
    }

    @Override
    public String kernel() {
        return kernel.getClass().getSimpleName();
    }

    @Override
    public double flops() {
        return 2.0 * k * tile.length;
    }

    @Override
    public void run() {
        kernel.accumulate(k, a, 0, b, 0, start, tile);
    }

    @Override
    public void verify() {
        run();
        int m = kernel.rows();
        int n = kernel.columns();
        DoubleSums expected = ReferenceGemm.float64(true, false, m, n, k, 1, a, 0, m, right, 0, n, 0, start, 0, n);
        for (int i = 0; i < tile.length; i++) {
            String place = kernel() + " at [" + i / n + ", " + i % n + "]";
            Operands.requireClose(place, tile[i], expected, i, k);
        }
    }
}
