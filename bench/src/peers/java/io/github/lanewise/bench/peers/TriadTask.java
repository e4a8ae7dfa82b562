package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.Operands;
import io.github.lanewise.engine.Workers;

/**
 * The bandwidth of the memory: {@code a[i] = b[i] + s c[i]} over arrays that no cache holds. Bytes that are read and written
 * count; those that the processor reads because they are written do not.
 */
final class TriadTask implements Task {

    /** 64 MiB for each array. */
    private static final int LENGTH = 1 << 24;

    private final float[] a = new float[LENGTH];
    private final float[] b = Operands.random(1, LENGTH);
    private final float[] c = Operands.random(2, LENGTH);
    private final Workers workers;

    TriadTask(int threads) {
        this.workers = Workers.of(threads);
    }

    @Override
    public double check() {
        run();
        for (int i = 0; i < LENGTH; i++) {
            if (a[i] != b[i] + 0.5f * c[i]) {
                throw new IllegalStateException("triad: wrong at " + i);
            }
        }
        return 0;
    }

    @Override
    public double operations() {
        return 3.0 * Float.BYTES * LENGTH;
    }

    @Override
    public void run() {
        int part = LENGTH / workers.threads();
        workers.run(workers.threads(), (i, lane) -> add(a, b, c, i * part, (i + 1) * part));
    }

    private static void add(float[] a, float[] b, float[] c, int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = b[i] + 0.5f * c[i];
        }
    }

    @Override
    public void close() {
        workers.close();
    }
}
