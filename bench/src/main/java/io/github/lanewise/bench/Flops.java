package io.github.lanewise.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A second result of a JMH benchmark: 10⁹ floating-point operations per second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Flops {

    /** Counted by the benchmark. */
    public double gflops;

    void add(Subject subject) {
        gflops += 1e-9 * subject.flops();
    }
}
