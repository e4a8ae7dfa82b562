package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.PackedProduct.Residual;
import io.github.lanewise.engine.gemm.InPlaceGemm;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Results;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedMatrixTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyNumberOfThreadsGivesTheSameBits(int threads) {
        try (Workers workers = Workers.of(threads)) {
            Stream.of(
                            GemmProblem.of(1, 129, 131, 127),
                            GemmProblem.of(2, 1, 2003, 1009),
                            GemmProblem.of(3, 1009, 17, 127),
                            GemmProblem.of(4, 65, 1, 40_009))
                    .map(problem ->
                            new PackedProduct(problem, Transpose.YES, true, Residual.APART, Activation.clippedRelu(1)))
                    .forEach(product -> Results.assertBits(product, product::reference, product.multiply(workers)));
        }
    }

    @ParameterizedTest
    @MethodSource
    void stepsOfKMeetWithoutASeam(int k) {
        GemmProblem problem = GemmProblem.of(k, 9, 33, k);
        Results.assertCorrect(problem, PackedProduct.of(problem).multiply(Workers.single()));
    }

    static IntStream stepsOfKMeetWithoutASeam() {
        int limit = new InPlaceGemm(Kernels.current(), 33).stepLimit();
        return IntStream.of(limit - 1, limit, limit + 1, 2 * limit, 2 * limit + 1);
    }

    @Test
    void servesManyThreadsAtOnce() {
        PackedProduct product = PackedProduct.of(GemmProblem.of(6, 131, 137, 127));
        PackedMatrix packed = product.pack();
        float[] alone = product.multiply(packed, Workers.single());
        try (Workers shared = Workers.of(2)) {
            assertThat(IntStream.range(0, 40).parallel().mapToObj(i -> product.multiply(packed, shared)))
                    .hasSize(40)
                    .allSatisfy(result -> assertThat(result).isEqualTo(alone));
        }
    }

    @Test
    void knowsItsSize() {
        PackedMatrix packed = PackedProduct.of(GemmProblem.of(7, 1, 20, 30)).pack();
        assertThat(packed.k()).isEqualTo(30);
        assertThat(packed.n()).isEqualTo(20);
        assertThat(packed.packedBytes()).isGreaterThanOrEqualTo(4L * 20 * 30);
    }
}
