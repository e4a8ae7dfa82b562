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

/** {@link ConvolutionProblem} by JMH. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dlanewise.start=compiled"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init")
public class ConvolutionBenchmark {

    static final String LAYER = "layer";

    @Param({"naive", "simd"})
    public String implementation;

    /** {@code height width inChannels outChannels kernel stride padding}. */
    @Param("28 28 128 128 3 1 1")
    public String layer;

    private Subject subject;

    @Setup
    public void setUp() {
        subject = ConvolutionProblem.parse(layer).subject(implementation);
        subject.verify();
    }

    @Benchmark
    public void convolve(Flops flops) {
        subject.run();
        flops.add(subject);
    }
}
