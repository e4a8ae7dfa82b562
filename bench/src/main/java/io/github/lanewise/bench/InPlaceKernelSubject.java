package io.github.lanewise.bench;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceGemm;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * One tile of a kernel whose rows are not packed.
 *
 * <p>With one run the rows are those of a dense matrix. With several they are square patches around neighbouring pixels
 * of an image {@value #IMAGE_WIDTH} pixels wide: a run spans as many pixels as there are runs.
 */
final class InPlaceKernelSubject implements MicroKernelSubject {

    private static final int IMAGE_WIDTH = 34;

    private final InPlaceKernel kernel;
    private final int runs;
    private final int run;
    private final int runStride;
    private final int rowStride;
    private final float[] image;
    private final MemorySegment input;
    private final long[] rowBytes;
    private final float[] right;
    private final MemorySegment b;
    private final float[] start;
    private final float[] tile;

    InPlaceKernelSubject(InPlaceKernel kernel, int runs, int run) {
        this.kernel = kernel;
        this.runs = runs;
        this.run = run;
        rowStride = run / runs;
        runStride = IMAGE_WIDTH * rowStride;
        image = Operands.random(1, (long) runs * runStride);
        input = Tensor.of(image, image.length).segment();
        rowBytes = new long[kernel.rows()];
        for (int row = 0; row < rowBytes.length; row++) {
            rowBytes[row] = (long) Float.BYTES * row * rowStride;
        }
        right = Operands.random(2, (long) runs * run * kernel.columns());
        b = Tensor.of(right, runs * run, kernel.columns()).segment();
        start = new float[kernel.rows() * kernel.columns()];
        tile = new float[start.length];
    }

    @Override
    public String kernel() {
        return kernel.getClass().getSimpleName();
    }

    @Override
    public double flops() {
        return 2.0 * runs * run * tile.length;
    }

    @Override
    public void run() {
        long stride = (long) Float.BYTES * runStride;
        kernel.accumulate(input, rowBytes, 0, 0, stride, runs, run, b, 0, start, 0, tile, 0);
    }

    @Override
    public void verify() {
        run();
        int m = kernel.rows();
        int n = kernel.columns();
        int k = runs * run;
        float[] a = gatherRows();
        DoubleSums expected = ReferenceGemm.float64(false, false, m, n, k, 1, a, 0, k, right, 0, n, 0, start, 0, n);
        for (int i = 0; i < tile.length; i++) {
            String place = kernel() + " at [" + i / n + ", " + i % n + "]";
            Operands.requireClose(place, tile[i], expected, i, k);
        }
    }

    private float[] gatherRows() {
        float[] rows = new float[kernel.rows() * runs * run];
        for (int i = 0; i < kernel.rows() * runs; i++) {
            System.arraycopy(image, i / runs * rowStride + i % runs * runStride, rows, i * run, run);
        }
        return rows;
    }
}
