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

/** {@link GemmProblem} by JMH. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dlanewise.start=compiled"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init")
public class GemmBenchmark {

    static final String SHAPE = "shape";

    @Param({"naive", "simd"})
    public String implementation;

    /** {@code m n k}. */
    @Param("1024 1024 1024")
    public String shape;

    private Subject subject;

    @Setup
    public void setUp() {
        subject = GemmProblem.parse(shape).subject(implementation);
        subject.verify();
    }

    @Benchmark
    public void multiply(Flops flops) {
        subject.run();
        flops.add(subject);
    }
}
