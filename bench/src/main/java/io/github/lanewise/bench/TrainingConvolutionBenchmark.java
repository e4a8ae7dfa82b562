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

/** {@link TrainingConvolutionProblem} by JMH: the layers of ResNet-20 with stride 1, filters updated before every pass. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dlanewise.start=compiled"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init")
public class TrainingConvolutionBenchmark {

    @Param
    public TrainingConvolutionProblem.Pass pass;

    /** Or the algorithms that are fastest for the size of the images. */
    @Param({"true", "false"})
    public boolean direct;

    /** {@code batch height width inChannels outChannels}. */
    @Param({"128 32 32 16 16", "128 16 16 32 32", "128 8 8 64 64"})
    public String images;

    private Subject subject;

    @Setup
    public void setUp() {
        subject = new TrainingConvolutionProblem(pass, direct, images);
        subject.verify();
    }

    @Benchmark
    public void train(Flops flops) {
        subject.run();
        flops.add(subject);
    }
}
