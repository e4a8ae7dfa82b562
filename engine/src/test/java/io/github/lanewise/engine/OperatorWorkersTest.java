package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the operators make of the workers that they are given. */
class OperatorWorkersTest {

    @Test
    void forkOnlyWhereItRepays() {
        try (Workers workers = Workers.of(2)) {
            assertThat(workers.forWork(0)).isSameAs(Workers.single());
            assertThat(workers.forWork(249_999)).isSameAs(Workers.single());
            assertThat(workers.forWork(250_000)).isSameAs(workers);
            assertThat(workers.forProducts(1_999_999)).isSameAs(Workers.single());
            assertThat(workers.forProducts(2_000_000)).isSameAs(workers);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EveryOperator.class,
            mode = EnumSource.Mode.MATCH_NONE,
            names = {".*_TO_.*", ".*2.*"})
    void closedOnesAreNoticedByEveryCallHoweverSmall(EveryOperator operator) {
        for (int threads = 1; threads <= 2; threads++) {
            Workers workers = Workers.of(threads);
            workers.close();
            for (int size : new int[] {1, EveryOperator.LARGE}) {
                assertThatThrownBy(() -> operator.run(size, OperatorWorkersTest::zeros, workers))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("workers are closed; close them after the last call that is given them");
            }
        }
    }

    @Test
    void closedOnesAreNoticedByCallsWithoutWork() {
        Workers workers = Workers.of(2);
        workers.close();
        Tensor nothing = zeros("nothing", 0, 3, 3, 3);
        MemorySegment none = MemorySegment.NULL;
        Transpose no = Transpose.NO;

        assertThatIllegalStateException().isThrownBy(() -> Elementwise.exp(nothing, nothing, workers));
        assertThatIllegalStateException().isThrownBy(() -> Rearrange.copy(nothing, nothing, workers));
        assertThatIllegalStateException().isThrownBy(() -> MatMul.run(nothing, nothing, nothing, workers));
        assertThatIllegalStateException()
                .isThrownBy(() -> Normalisation.localResponse(1, 1, 1, 1, nothing, nothing, workers));
        assertThatIllegalStateException()
                .isThrownBy(() -> Gemm.sgemm(no, no, 0, 1, 1, 1, none, 0, 1, none, 0, 1, 0, none, 0, 1, workers));
    }

    private static Tensor zeros(String name, int... dimensions) {
        return Tensor.allocate(Arena.ofAuto(), dimensions);
    }
}
