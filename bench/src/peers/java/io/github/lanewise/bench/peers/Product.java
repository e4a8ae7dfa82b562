package io.github.lanewise.bench.peers;

/** {@code C = A B} by some library, operands and result in the memory that it likes. */
interface Product extends AutoCloseable {

    void run();

    /** C, row by row. */
    float[] result();

    /** Ends the threads that were started for it; memory is freed by the collector. */
    @Override
    default void close() {}
}
