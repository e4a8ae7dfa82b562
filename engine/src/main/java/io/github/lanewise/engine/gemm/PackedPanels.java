package io.github.lanewise.engine.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A matrix B of k rows and n columns as the micro-kernels read it: panels of {@code width} columns, each k-major
 * ({@code width} floats per k), the last one filled up with zeros. Native, 64-byte aligned.
 */
public final class PackedPanels {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Rows of B that are transposed at a time, in the first-level cache. */
    private static final int BLOCK = 128;

    private static final float[][] NOTHING = {};

    private final MemorySegment memory;
    private final MemorySegment segment;
    private final int k;
    private final int n;
    private final int width;
    private float[][] scratch = NOTHING;

    private PackedPanels(MemorySegment memory, int k, int n, int width) {
        this.memory = memory;
        this.segment = memory.asReadOnly();
        this.k = k;
        this.n = n;
        this.width = width;
    }

    /**
     * Packs B, of which element (i, j) lies at byte {@code at + 4 * (i * rowStride + j * columnStride)}.
     *
     * @param width columns of a panel, those of the kernel that will read it
     */
    public static PackedPanels of(
            Arena arena, MemorySegment b, long at, long rowStride, long columnStride, int k, int n, int width) {
        PackedPanels panels = allocate(arena, k, n, width);
        panels.pack(0, k, b, at, rowStride, columnStride);
        panels.scratch = NOTHING;
        return panels;
    }

    /** A matrix of zeros, for {@link #pack(int, int, MemorySegment, long, long, long)}. */
    public static PackedPanels allocate(Arena arena, int k, int n, int width) {
        long columns = (long) Math.ceilDiv(n, width) * width;
        long bytes = Math.multiplyExact(Math.multiplyExact(columns, k), (long) Float.BYTES);
        return new PackedPanels(arena.allocate(Math.max(bytes, 64), 64), k, n, width);
    }

    /**
     * Packs {@code rows} rows of B anew, from row {@code first} on. Nobody may be reading them.
     *
     * @param at byte of element (first, 0) of B; strides as in {@link #of}
     */
    public void pack(int first, int rows, MemorySegment b, long at, long rowStride, long columnStride) {
        if (rowStride == 1 && scratch.length == 0) {
            scratch = new float[2][width * BLOCK];
        }
        for (int panel = 0; panel < panels(); panel++) {
            int columns = Math.min(width, n - panel * width);
            long from = at + 4L * panel * width * columnStride;
            if (rowStride == 1) {
                transpose(
                        b, from, columnStride, rows, columns, memory, at(panel, first), width, scratch[0], scratch[1]);
            } else {
                pack(b, from, rowStride, columnStride, rows, columns, memory, at(panel, first), width);
            }
        }
    }

    /** Packs one panel of {@code columns <= width} columns and zeroes the rest of it. */
    static void pack(
            MemorySegment b,
            long at,
            long rowStride,
            long columnStride,
            int k,
            int columns,
            MemorySegment packed,
            long packedAt,
            int width) {
        for (int j = columns; j < width; j++) {
            for (int i = 0; i < k; i++) {
                packed.set(FLOAT, packedAt + 4 * ((long) i * width + j), 0);
            }
        }
        if (columnStride == 1) {
            for (int i = 0; i < k; i++) {
                MemorySegment.copy(b, at + 4L * i * rowStride, packed, packedAt + 4L * i * width, 4L * columns);
            }
            return;
        }
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < k; i++) {
                float value = b.get(FLOAT, at + 4 * (i * rowStride + j * columnStride));
                packed.set(FLOAT, packedAt + 4 * ((long) i * width + j), value);
            }
        }
    }

    /** Packs one panel of a matrix whose columns are contiguous, through blocks on the heap. */
    private static void transpose(
            MemorySegment b,
            long at,
            long columnStride,
            int k,
            int columns,
            MemorySegment packed,
            long packedAt,
            int width,
            float[] lines,
            float[] block) {
        Arrays.fill(block, 0);
        for (int i = 0; i < k; i += BLOCK) {
            int count = Math.min(BLOCK, k - i);
            for (int j = 0; j < columns; j++) {
                MemorySegment.copy(b, FLOAT, at + 4 * (i + j * columnStride), lines, j * BLOCK, count);
            }
            transpose(lines, columns, count, block, width);
            MemorySegment.copy(block, 0, packed, FLOAT, packedAt + 4L * i * width, count * width);
        }
    }

    private static void transpose(float[] lines, int columns, int count, float[] block, int width) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < columns; j++) {
                block[i * width + j] = lines[j * BLOCK + i];
            }
        }
    }

    public MemorySegment segment() {
        return segment;
    }

    public int k() {
        return k;
    }

    public int n() {
        return n;
    }

    public int width() {
        return width;
    }

    public int panels() {
        return Math.ceilDiv(n, width);
    }

    /** Byte of row {@code i} of a panel. */
    public long at(int panel, int i) {
        return 4L * width * ((long) panel * k + i);
    }

    public long bytes() {
        return segment.byteSize();
    }
}
