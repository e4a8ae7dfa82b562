package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets every JMH benchmark up, which compares its results with the reference, and runs it once. */
class BenchmarksAgreeTest {

    private final Flops flops = new Flops();

    @ParameterizedTest
    @ValueSource(strings = {"naive", "simd"})
    void gemm(String implementation) {
        GemmBenchmark benchmark = new GemmBenchmark();
        benchmark.implementation = implementation;
        benchmark.shape = "17 19 23";
        benchmark.setUp();
        benchmark.multiply(flops);
        assertThat(flops.gflops).isEqualTo(2e-9 * 17 * 19 * 23);
    }

    @ParameterizedTest
    @ValueSource(strings = {"naive", "simd"})
    void convolution(String implementation) {
        ConvolutionBenchmark benchmark = new ConvolutionBenchmark();
        benchmark.implementation = implementation;
        benchmark.layer = "9 8 5 21 3 2 1";
        benchmark.setUp();
        benchmark.convolve(flops);
        assertThat(flops.gflops).isEqualTo(2e-9 * 5 * 4 * 21 * 3 * 3 * 5);
    }

    @ParameterizedTest
    @EnumSource
    void trainingConvolution(TrainingConvolutionProblem.Pass pass) {
        TrainingConvolutionBenchmark benchmark = new TrainingConvolutionBenchmark();
        benchmark.pass = pass;
        benchmark.images = "2 13 11 16 32";
        benchmark.setUp();
        benchmark.train(flops);
        assertThat(flops.gflops).isEqualTo(1e-9 * (2.0 * 2 * 13 * 11 * 32 * 3 * 3 * 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"naive", "simd"})
    void network(String implementation) {
        NetworkBenchmark benchmark = new NetworkBenchmark();
        benchmark.implementation = implementation;
        benchmark.network = "resnet8 2";
        benchmark.setUp();
        benchmark.infer();
    }

    @ParameterizedTest
    @EnumSource
    void microKernel(MicroKernelProblem kernel) {
        MicroKernelBenchmark benchmark = new MicroKernelBenchmark();
        benchmark.kernel = kernel;
        benchmark.setUp();
        benchmark.accumulate(flops);
        assertThat(flops.gflops).isPositive();
    }

    @Test
    void fmaPeak() {
        new FmaPeakBenchmark().multiplyAdd(flops);
        assertThat(flops.gflops).isPositive();
    }

    @Test
    void unknownImplementationIsRefused() {
        assertThatThrownBy(() -> new GemmProblem(1, 1, 1).subject("fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("implementation must be \"naive\" or \"simd\", got \"fast\"");
    }
}
