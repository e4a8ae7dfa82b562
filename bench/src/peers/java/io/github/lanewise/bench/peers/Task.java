package io.github.lanewise.bench.peers;

/** A piece of work that a worker has prepared. */
interface Task extends AutoCloseable {

    /**
     * Computes the result once and compares it with the reference.
     *
     * @return largest error divided by the largest value, or 0 where an error bound is checked instead; for a training the
     *     loss of its third batch
     * @throws IllegalStateException naming the difference if it is too large
     */
    double check();

    /** Floating-point operations, or bytes, of one {@link #run}. */
    double operations();

    void run();

    @Override
    default void close() {}
}
