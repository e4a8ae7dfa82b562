package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.OperatingSystemMXBean;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types of results, and calls for whose results there is no memory. */
class OnnxResultsTest {
    private static final int ROWS = 1 << 16;

    @ParameterizedTest
    @CsvSource({"FLOAT, 0x1.555556p-2", "FLOAT16, 0x1.554p-2", "BFLOAT16, 0x1.56p-2"})
    void resultsByNameAreRoundedToTheirType(OnnxType type, String expected) throws IOException {
        OnnxGraphs graph = OnnxGraphs.ofOpset(17).input("x", type, "N", 1);
        graph.node("Neg", "y", "x");
        try (Model model = graph.output("y", type).compile()) {
            float third = 1 / 3f;
            Data y = model.run(Map.of("x", Data.of(new float[] {-third}, 1, 1))).get("y");
            assertThat(y).isEqualTo(Data.of(new float[] {Float.parseFloat(expected)}, 1, 1));
            assertThat(model.run(new float[] {-third}, 1)).containsExactly(third);
        }
    }

    /** {@code [N] -> [ROWS, N]}, summed up again. */
    private static OnnxGraphs wide() {
        OnnxGraphs graph = OnnxGraphs.ofOpset(17).input("x", "N", 1);
        graph.node("Transpose", "row", "x");
        graph.node("Softplus", "wide", graph.node("Expand", "rows", "row", graph.integers(ROWS, 1)));
        graph.node("ReduceMax", "y", "wide");
        return graph.output("y");
    }

    @Test
    void callBeyondTheMemoryIsRefusedAndLaterOnesAreServed() throws IOException {
        Limits limits = Limits.DEFAULT.withActivationBytes(Long.MAX_VALUE);
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        int tooWide = Math.toIntExact(machine.getTotalMemorySize() / Float.BYTES / ROWS + 1);
        try (Model model = Onnx.compile(wide().model(), OnnxOptions.standard().withLimits(limits))) {
            assertThat(maximum(model, 3)).isEqualTo(maximum(model, 2));
            long before = model.memoryBytes();
            assertThatThrownBy(() -> maximum(model, tooWide))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContainingAll(
                            "a call with inputs [[" + tooWide + ", 1]] takes ",
                            " bytes of native memory, the machine has " + machine.getTotalMemorySize(),
                            "smaller inputs");
            assertThatThrownBy(() -> model.run(new float[tooWide], new float[1]))
                    .isInstanceOf(ShapeException.class);
            assertThatThrownBy(() -> model.run(new float[tooWide], tooWide)).isInstanceOf(ShapeException.class);
            assertThat(maximum(model, 3)).isEqualTo(maximum(model, 2));
            assertThat(model.memoryBytes()).isEqualTo(before);
        }
    }

    private static Data maximum(Model model, int batch) {
        return Objects.requireNonNull(
                model.run(Map.of("x", Data.of(new float[batch], batch, 1))).get("y"));
    }
}
