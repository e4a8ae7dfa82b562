package io.github.lanewise.engine;

import java.lang.foreign.MemorySegment;

/**
 * Whether a call may touch the memory of an operand. Operators ask before any kernel runs: an exception that is thrown
 * inside a compiled kernel makes C2 throw that kernel away for good.
 */
final class Access {

    /** Never started, so no memory is confined to it: what it may touch, every thread may. */
    private static final Thread STRANGER = Thread.ofPlatform().unstarted(() -> {});

    /**
     * Checks that the calling thread may touch the memory.
     *
     * @throws IllegalStateException if its arena is closed
     * @throws WrongThreadException if it is confined to another thread
     */
    static void require(String operand, MemorySegment memory) {
        if (!memory.scope().isAlive()) {
            throw new IllegalStateException(
                    operand + ": its memory is closed; keep its arena open until the last call has returned");
        }
        if (!memory.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException(operand
                    + ": its memory is confined to another thread; take it from a shared or an automatic arena");
        }
    }

    /** Whether every thread may touch the memory. */
    static boolean isOpenToAll(MemorySegment memory) {
        return memory.isAccessibleBy(STRANGER);
    }

    private Access() {}
}
