package io.github.lanewise.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A copy between two strided arrays of one shape. */
final class StridedCopy implements StridedWalk.Visitor {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final StridedWalk walk = new StridedWalk();
    private MemorySegment source = MemorySegment.NULL;
    private MemorySegment target = MemorySegment.NULL;

    void begin(MemorySegment source, long sourceAt, MemorySegment target, long targetAt) {
        this.source = source;
        this.target = target;
        walk.begin(sourceAt, targetAt, 0);
    }

    /** Adds an axis inside those that are there; steps in bytes. */
    void axis(long extent, long sourceStep, long targetStep) {
        walk.axis(extent, sourceStep, targetStep, 0);
    }

    long elements() {
        return walk.elements();
    }

    int parts(int threads) {
        return walk.parts(threads);
    }

    void run(int part, int lane) {
        walk.run(part, lane, this);
    }

    /** Forgets both arrays. */
    void clear() {
        source = MemorySegment.NULL;
        target = MemorySegment.NULL;
    }

    /** Sets all elements of the target. */
    void fill(float value) {
        int parts = walk.parts(1);
        for (int part = 0; part < parts; part++) {
            walk.run(part, 0, (n, sourceAt, targetAt, none, lane) -> {
                for (int i = 0; i < n; i++) {
                    target.set(FLOAT, targetAt + i * walk.step(1), value);
                }
            });
        }
    }

    @Override
    public void visit(int n, long sourceAt, long targetAt, long none, int lane) {
        long sourceStep = walk.step(0);
        long targetStep = walk.step(1);
        if (sourceStep == Float.BYTES && targetStep == Float.BYTES) {
            MemorySegment.copy(source, sourceAt, target, targetAt, n * 4L);
            return;
        }
        for (int i = 0; i < n; i++) {
            target.set(FLOAT, targetAt + i * targetStep, source.get(FLOAT, sourceAt + i * sourceStep));
        }
    }
}
