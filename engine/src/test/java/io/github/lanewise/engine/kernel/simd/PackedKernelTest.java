package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.PackedKernel;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Results;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

class PackedKernelTest {
    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 5, 8, 63, 64, 75};
    private static final int A_AT = 3;
    private static final int B_AT = 5;

    static Stream<Named<PackedKernel>> kernels() {
        List<PackedKernel> vector = List.of(new PackedKernel8x3());
        return Stream.concat(
                NamedKernels.of(NamedKernels.withStandIns(vector, new ScalarKernels()::like)),
                NamedKernels.of(List.of(Objects.requireNonNull(new ScalarKernels().packed()))));
    }

    @KernelTest
    void everyElementIsOneChain(PackedKernel kernel) {
        int tileFloats = kernel.rows() * kernel.columns();
        float[] start = Problems.floats(1, tileFloats);
        for (int k : LENGTHS) {
            float[] a = Problems.floats(2, A_AT + k * kernel.rows());
            float[] b = Problems.floats(3, B_AT + k * kernel.columns());
            float[] apart = new float[tileFloats];
            float[] inPlace = start.clone();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment panel = arena.allocateFrom(ValueLayout.JAVA_FLOAT, b);
                kernel.accumulate(k, a, A_AT, panel, 4 * B_AT, start, apart);
                kernel.accumulate(k, a, A_AT, panel, 4 * B_AT, inPlace, inPlace);
            }
            float[] expected = expected(kernel, k, a, b, start);
            Results.assertBits("k = " + k, () -> expected, apart);
            Results.assertBits("k = " + k + ", in place", () -> expected, inPlace);
        }
    }

    private static float[] expected(PackedKernel kernel, int k, float[] a, float[] b, float[] start) {
        float[] tile = start.clone();
        for (int i = 0; i < k; i++) {
            for (int r = 0; r < kernel.rows(); r++) {
                for (int j = 0; j < kernel.columns(); j++) {
                    int at = r * kernel.columns() + j;
                    tile[at] = Math.fma(a[A_AT + i * kernel.rows() + r], b[B_AT + i * kernel.columns() + j], tile[at]);
                }
            }
        }
        return tile;
    }
}
