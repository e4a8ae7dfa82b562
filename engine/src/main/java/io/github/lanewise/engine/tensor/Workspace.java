package io.github.lanewise.engine.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Scratch memory for one task at a time: a stack of segments in one native block, which a shared arena of its own holds.
 *
 * <p>The block is zero at first; memory that is taken again after {@link #release} keeps what was written to it. Any
 * thread may read and write the segments, but only one at a time may call the methods. After {@link #close} everything
 * throws {@link IllegalStateException}. A workspace that is never closed keeps its memory.
 */
public final class Workspace implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    private final Arena arena;
    private final MemorySegment block;
    private long used;

    private Workspace(Arena arena, MemorySegment block) {
        this.arena = arena;
        this.block = block;
    }

    /** A workspace of at least this many bytes. */
    public static Workspace ofBytes(long bytes) {
        long capacity = roundUp(bytes);
        Arena arena = Arena.ofShared();
        return new Workspace(arena, arena.allocate(capacity, ALIGNMENT));
    }

    /**
     * The next {@code bytes} bytes, rounded up to whole 64 and 64-byte aligned.
     *
     * @throws IllegalStateException if fewer are left, or after close
     */
    public MemorySegment allocate(long bytes) {
        requireOpen();
        long size = roundUp(bytes);
        if (size > capacity() - used) {
            throw new IllegalStateException("workspace is exhausted: " + size + " bytes wanted, " + (capacity() - used)
                    + " of " + capacity() + " left");
        }
        MemorySegment segment = block.asSlice(used, size);
        used += size;
        return segment;
    }

    /** A tensor in the next bytes, with a padding of zeros and elements of unspecified values. */
    public Tensor tensor(Shape shape, Padding padding) {
        Tensor tensor = Tensor.view(allocate(Tensor.bytes(shape, padding)), shape, padding);
        tensor.clearPadding();
        return tensor;
    }

    /** The present end of the stack, for {@link #release}. */
    public long mark() {
        return used;
    }

    /**
     * Gives back everything that was allocated since the mark was taken; nobody may use it any more.
     *
     * @throws IllegalArgumentException if the mark lies beyond the present end
     */
    public void release(long mark) {
        requireOpen();
        if (mark < 0 || mark > used) {
            throw new IllegalArgumentException("mark " + mark + " is not within the " + used + " bytes in use");
        }
        used = mark;
    }

    /** Bytes in use. */
    public long used() {
        return used;
    }

    /** Bytes in all. */
    public long capacity() {
        return block.byteSize();
    }

    /** Frees the memory; closing again does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private void requireOpen() {
        if (!arena.scope().isAlive()) {
            throw new IllegalStateException("workspace is closed");
        }
    }

    private static long roundUp(long bytes) {
        if (bytes < 0 || bytes > Long.MAX_VALUE - ALIGNMENT) {
            throw new IllegalArgumentException("no size in bytes: " + bytes);
        }
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
