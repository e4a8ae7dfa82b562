package io.github.lanewise.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** {@link NetworkProblem} by JMH. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dlanewise.start=compiled"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init")
public class NetworkBenchmark {

    static final String NETWORK = "network";

    @Param({"naive", "simd"})
    public String implementation;

    /** {@code network batch}. */
    @Param("resnet20 1")
    public String network;

    private Subject subject;

    @Setup
    public void setUp() {
        subject = NetworkProblem.parse(network).subject(implementation);
        subject.verify();
    }

    @Benchmark
    public void infer() {
        subject.run();
    }
}
