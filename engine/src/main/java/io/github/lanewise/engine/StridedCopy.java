package io.github.lanewise.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A copy between two strided arrays of one shape. Runs that are contiguous on both sides are copied as a whole; where the
 * contiguous axes differ, so that matrices are transposed, by bands of some columns and blocks of some rows.
 */
final class StridedCopy implements StridedWalk.Visitor {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int PIECE = 1 << 14;

    /** Columns of a band: whole cache lines of the source. */
    private static final int BAND = 64;

    /** Rows of a block: whole cache lines of the target. */
    private static final int BLOCK = 16;

    /** Floats up to which a loop is faster than a copy of memory. */
    private static final int SHORT = 16;

    private final StridedWalk walk = new StridedWalk();
    private MemorySegment source = MemorySegment.NULL;
    private MemorySegment target = MemorySegment.NULL;
    private boolean transposes;
    private boolean fills;
    private float value;
    private long rows;
    private long columns;
    private long rowStep;
    private long columnStep;

    void begin(MemorySegment source, long sourceAt, MemorySegment target, long targetAt) {
        this.source = source;
        this.target = target;
        transposes = false;
        walk.begin(sourceAt, targetAt, 0);
    }

    /** Adds an axis inside those that are there; steps in bytes. */
    void axis(long extent, long sourceStep, long targetStep) {
        walk.axis(extent, sourceStep, targetStep, 0);
    }

    long elements() {
        return walk.elements();
    }

    /** How many parts there are; from now on nothing but {@link #run} may be called. */
    int parts(int threads) {
        if (walk.step(1) != Float.BYTES || walk.step(0) == Float.BYTES || walk.elements() == 0) {
            return walk.parts(threads);
        }
        rowStep = walk.step(0);
        if (!walk.moveInside(0, Float.BYTES)) {
            return walk.parts(threads);
        }
        transposes = true;
        columnStep = walk.step(1);
        columns = walk.dropInner();
        rows = walk.dropInner();
        walk.axis(Math.ceilDiv(columns, BAND), 4L * BAND, columnStep * BAND, 1);
        return walk.parts(threads, (int) Math.max(1, PIECE / (rows * Math.min(columns, BAND))));
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
    void fill(float newValue) {
        value = newValue;
        fills = true;
        int parts = walk.parts(1);
        for (int part = 0; part < parts; part++) {
            walk.run(part, 0, this);
        }
        fills = false;
    }

    @Override
    public void visit(int n, long sourceAt, long targetAt, long band, int lane) {
        long sourceStep = walk.step(0);
        long targetStep = walk.step(1);
        if (fills) {
            for (int i = 0; i < n; i++) {
                target.set(FLOAT, targetAt + i * targetStep, value);
            }
        } else if (transposes) {
            for (int i = 0; i < n; i++) {
                band(band + i * walk.step(2), sourceAt + i * sourceStep, targetAt + i * targetStep);
            }
        } else if (n > SHORT && sourceStep == Float.BYTES && targetStep == Float.BYTES) {
            MemorySegment.copy(source, sourceAt, target, targetAt, n * 4L);
        } else {
            run(n, sourceAt, sourceStep, targetAt, targetStep);
        }
    }

    private void band(long number, long sourceAt, long targetAt) {
        int width = (int) Math.min(BAND, columns - number * BAND);
        if (rows < BLOCK / 2) {
            for (int row = 0; row < rows; row++) {
                run(width, sourceAt + row * rowStep, Float.BYTES, targetAt + 4L * row, columnStep);
            }
            return;
        }
        for (long row = 0; row < rows; row += BLOCK) {
            int height = (int) Math.min(BLOCK, rows - row);
            for (int column = 0; column < width; column++) {
                long from = sourceAt + row * rowStep + 4L * column;
                run(height, from, rowStep, targetAt + 4 * row + column * columnStep, Float.BYTES);
            }
        }
    }

    private void run(int n, long sourceAt, long sourceStep, long targetAt, long targetStep) {
        for (int i = 0; i < n; i++) {
            target.set(FLOAT, targetAt + i * targetStep, source.get(FLOAT, sourceAt + i * sourceStep));
        }
    }
}
