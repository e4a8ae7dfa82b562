package io.github.lanewise.bench;

/** A piece of work that can be measured, together with its operands. Not safe for several threads. */
public interface Subject {

    /** Floating-point operations of one {@link #run}: two for every multiply-add, nothing else counts. */
    double flops();

    void run();

    /**
     * Runs once and compares the result with the reference. The reference itself has nothing to compare with.
     *
     * @throws IllegalStateException naming the problem, the place and both values if they differ
     */
    default void verify() {}
}
