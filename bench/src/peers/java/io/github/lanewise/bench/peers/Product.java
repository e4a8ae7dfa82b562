package io.github.lanewise.bench.peers;

/** {@code C = A B} by some library, operands and result in the memory that it likes. */
interface Product {

    void run();

    /** C, row by row. */
    float[] result();
}
