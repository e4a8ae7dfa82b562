package io.github.lanewise.engine;

import io.github.lanewise.engine.gemm.BlockedGemm;
import io.github.lanewise.engine.gemm.GemmPath;
import io.github.lanewise.engine.gemm.Operand;
import io.github.lanewise.engine.gemm.RowGemm;
import io.github.lanewise.engine.gemm.SmallGemm;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What one call of {@link Gemm#sgemm} works with: chooses the path by shape and keeps all scratch for the next call. */
final class GemmCall {

    static final Pool<GemmCall> POOL = new Pool<>(() -> new GemmCall(Kernels.current()));

    private final BlockedGemm blocked;
    private final RowGemm rows;
    private final SmallGemm small;
    private final Workers.Task computeBlock;
    private final Workers.Task computeColumns;
    private final MemorySegment[] copies = {MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL};

    private GemmCall(KernelSet kernels) {
        blocked = new BlockedGemm(kernels);
        rows = new RowGemm(kernels, blocked.a(), blocked.b(), blocked.c());
        small = new SmallGemm(kernels);
        computeBlock = blocked::compute;
        computeColumns = rows::compute;
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
        if (k == 0 || alpha == 0) {
            for (int i = 0; i < m; i++) {
                RowGemm.scale(c(), i, n, beta);
            }
            return;
        }
        switch (GemmPath.of(m, n, k, contiguousColumns)) {
            case SMALL -> small.compute(m, n, k, alpha, a(), b(), beta, c());
            case FEW_ROWS -> workers.run(rows.begin(m, n, k, alpha, beta, workers.threads()), computeColumns);
            case BLOCKED -> workers.run(blocked.begin(m, n, k, alpha, beta, workers.threads()), computeBlock);
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
