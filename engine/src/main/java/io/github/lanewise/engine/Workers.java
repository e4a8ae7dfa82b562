package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that share the parts of one job at a time; the calling thread is one of them.
 *
 * <p>Who cuts a job into parts decides its result; which thread runs a part is left to chance. An idle pool takes a job
 * over; while it is busy, further callers and calls from inside a task run all their parts themselves instead of
 * waiting. Waking a thread costs tens of microseconds, so a job below some fifty is better run as one part.
 *
 * <p>Operators given workers run on the caller alone where the work is small, or where an operand lies in memory that is
 * confined to the caller. Every call notices that the workers are closed, with an {@link IllegalStateException}.
 *
 * <p>Safe for any number of callers. The pool's own threads are daemons and end when it is closed or forgotten.
 */
public final class Workers implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final Workers SINGLE = new Workers(1);

    /** Additions of floats in memory below which a second thread brings less than it costs, some 50 microseconds. */
    private static final long WORTH_FORKING = 250_000;

    /** Multiply-adds of a matrix product that take as long as one such addition. */
    private static final long MULTIPLY_ADDS_PER_ADDITION = 8;

    private final int threads;
    private final Crew crew;
    private final Cleaner.Cleanable dismissal;

    private Workers(int threads) {
        this.threads = threads;
        this.crew = new Crew(threads - 1);
        this.dismissal = CLEANER.register(this, crew::dismiss);
    }

    /** One part of a job. */
    @FunctionalInterface
    public interface Task {

        /**
         * Does one part.
         *
         * @param lane in {@code [0, threads())}; no other part of this job has the same lane at this moment, so it may
         *     index the scratch memory of the caller of {@link Workers#run}
         */
        void run(int part, int lane);
    }

    /**
     * The calling thread and {@code threads - 1} more; for one thread there is no pool.
     *
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    public static Workers of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        return new Workers(threads);
    }

    /** The calling thread alone; shared by everybody, so closing it does nothing. */
    public static Workers single() {
        return SINGLE;
    }

    /** How many threads work on a job, the caller included. */
    public int threads() {
        return threads;
    }

    /**
     * Runs every part in {@code [0, parts)} exactly once and returns when all are done; allocates nothing. Whatever was
     * written before is visible to the parts, whatever they write is visible afterwards. An interrupt of the caller is
     * kept for later.
     *
     * <p>If a part throws, the others may be skipped; the first exception is thrown here, with later ones suppressed.
     *
     * @throws IllegalArgumentException if {@code parts} is negative
     * @throws IllegalStateException after {@link #close}
     */
    public void run(int parts, Task task) {
        if (parts < 0) {
            throw new IllegalArgumentException("parts must not be negative, got " + parts);
        }
        requireOpen();
        boolean shared = parts > 1 && threads > 1 && crew.tryRun(parts, task);
        for (int part = 0; !shared && part < parts; part++) {
            task.run(part, 0);
        }
    }

    /**
     * These workers where a job repays waking them, else the caller alone.
     *
     * @param additions the work, measured in additions of floats in memory
     * @throws IllegalStateException after {@link #close}, however small the job
     */
    Workers forWork(long additions) {
        requireOpen();
        return additions < WORTH_FORKING ? SINGLE : this;
    }

    /** The same for matrix products and convolutions. */
    Workers forProducts(long multiplyAdds) {
        return forWork(multiplyAdds / MULTIPLY_ADDS_PER_ADDITION);
    }

    /**
     * These workers where all of them may touch the memory of an operand, else the caller alone.
     *
     * @throws IllegalStateException if the memory is closed, or after {@link #close}
     * @throws WrongThreadException if not even the caller may touch it
     */
    Workers reaching(String operand, MemorySegment memory) {
        requireOpen();
        Access.require(operand, memory);
        return threads == 1 || Access.isOpenToAll(memory) ? this : SINGLE;
    }

    /** The same for a tensor; one that is not there restricts nobody. */
    Workers reaching(String operand, @Nullable Tensor tensor) {
        return tensor == null ? this : reaching(operand, tensor.segment());
    }

    private void requireOpen() {
        if (crew.isDismissed()) {
            throw new IllegalStateException("workers are closed; close them after the last call that is given them");
        }
    }

    /** Ends the threads after the parts in hand, without waiting; jobs under way are completed by their callers. */
    @Override
    public void close() {
        if (this != SINGLE) {
            dismissal.clean();
        }
    }
}
