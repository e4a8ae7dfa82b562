package io.github.lanewise.engine;

import io.github.lanewise.engine.gemm.BlockedGemm;
import io.github.lanewise.engine.gemm.Operand;
import io.github.lanewise.engine.gemm.RowGemm;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.kernel.RowKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What one call of {@link Gemm#sgemm} works with: chooses the path by shape and keeps all scratch for the next call. */
final class GemmCall {

    static final Pool<GemmCall> POOL = new Pool<>(() -> new GemmCall(Kernels.current()));

    /** Rows up to which B is read as it lies: packing it would move as much as it multiplies. */
    private static final int FLAT_ROWS = 4;

    /** Multiply-adds up to which nothing is packed. */
    private static final long SMALL = 24 * 24 * 24;

    private static final int COLUMN_CHUNK = 512;

    private final BlockedGemm blocked;
    private final RowGemm rows;
    private final float[] factors = new float[RowKernel.DEPTH];
    private final Workers.Task pack;
    private final Workers.Task compute;
    private final MemorySegment[] copies = {MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL};

    private GemmCall(KernelSet kernels) {
        blocked = new BlockedGemm(kernels);
        rows = new RowGemm(kernels);
        pack = blocked::pack;
        compute = blocked::compute;
    }

    Operand a() {
        return blocked.a();
    }

    Operand b() {
        return blocked.b();
    }

    Operand c() {
        return blocked.c();
    }

    /** Multiplies the operands set before; m and n are at least 1. */
    void run(boolean contiguousColumns, int m, int n, int k, float alpha, float beta, Workers workers) {
        long multiplyAdds = (long) m * n * k;
        if (k == 0 || alpha == 0) {
            for (int i = 0; i < m; i++) {
                RowGemm.scale(c(), i, n, beta);
            }
        } else if (contiguousColumns && (m <= FLAT_ROWS || multiplyAdds <= SMALL)) {
            for (int from = 0; from < n; from += COLUMN_CHUNK) {
                rows.compute(m, k, from, Math.min(n, from + COLUMN_CHUNK), alpha, a(), b(), beta, c(), factors);
            }
        } else {
            blocked(m, n, k, alpha, beta, workers);
        }
    }

    private void blocked(int m, int n, int k, float alpha, float beta, Workers workers) {
        blocked.begin(m, n, k, alpha, beta, workers.threads());
        while (blocked.next()) {
            workers.run(blocked.panels(), pack);
            workers.run(blocked.parts(), compute);
        }
    }

    /** Native scratch of at least {@code bytes} for operand 0, 1 or 2, kept for the next call. */
    MemorySegment copy(int operand, long bytes) {
        if (copies[operand].byteSize() < bytes) {
            copies[operand] = Arena.ofAuto().allocate(bytes, 64);
        }
        return copies[operand];
    }

    /** Returns this object to the pool. */
    void release() {
        a().clear();
        b().clear();
        c().clear();
        POOL.release(this);
    }
}
