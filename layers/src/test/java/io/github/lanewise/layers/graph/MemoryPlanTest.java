package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Lowering.Value;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
    private static List<Padding> noPadding(Graph graph) {
        return Collections.nCopies(graph.nodes().size(), Padding.NONE);
    }

    @Test
    void chainNeedsTwoBuffers() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input(Shape.of(1, 100));
        for (int i = 0; i < 50; i++) {
            x = builder.activate(x, Activation.RELU);
        }
        Graph graph = builder.build(x);

        assertThat(MemoryPlan.of(graph.batched(2), noPadding(graph)).bytes()).isEqualTo(2 * 832);
    }

    @Test
    void residualStaysUntilItIsAdded() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input(Shape.of(1, 16));
        Value y = builder.activate(builder.activate(x, Activation.RELU), Activation.RELU);
        Graph graph = builder.build(builder.add(y, x));

        assertThat(MemoryPlan.of(graph, noPadding(graph)).bytes()).isEqualTo(3 * 64);
    }

    @Test
    void flatteningOnePixelIsAView() {
        GraphBuilder builder = new GraphBuilder();
        Value pooled = builder.globalAveragePool(builder.input(Shape.of(1, 3, 3, 5)));
        Graph graph = builder.build(builder.softmax(builder.flatten(pooled)));

        MemoryPlan plan = MemoryPlan.of(graph.batched(2), noPadding(graph));

        assertThat(plan.isView(graph.nodes().get(2))).isTrue();
        assertThat(plan.buffer(graph.nodes().get(2)))
                .isSameAs(plan.buffer(graph.nodes().get(1)));
        assertThat(plan.buffer(graph.nodes().get(1)).last()).isEqualTo(3);
    }

    @Test
    void flatteningAPaddedPixelIsACopy() {
        GraphBuilder builder = new GraphBuilder();
        Value pooled = builder.globalAveragePool(builder.input(Shape.of(1, 3, 3, 5)));
        Graph graph = builder.build(builder.flatten(pooled));

        MemoryPlan plan = MemoryPlan.of(graph.batched(2), List.of(Padding.NONE, Padding.of(1), Padding.NONE));

        assertThat(plan.isView(graph.nodes().get(2))).isFalse();
    }

    @Test
    void paddingStaysCleanBetweenResultsOfTheSameLayout() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input(Shape.of(1, 4, 4, 16));
        for (int i = 0; i < 6; i++) {
            x = builder.activate(x, Activation.RELU);
        }
        Graph graph = builder.build(x);

        MemoryPlan plan = MemoryPlan.of(graph, Collections.nCopies(7, Padding.of(1)));

        assertThat(graph.nodes().stream().map(plan::needsClearing))
                .containsExactly(true, true, false, false, false, false, false);
    }

    @Test
    void paddingIsPartOfTheBuffer() {
        GraphBuilder builder = new GraphBuilder();
        Graph graph = builder.build(builder.input(Shape.of(1, 2, 2, 16)));

        MemoryPlan plan = MemoryPlan.of(graph.batched(3), List.of(new Padding(1, 0, 0, 2)));

        assertThat(plan.bytes()).isEqualTo(3 * (2 + 1) * (2 + 2) * 64);
    }
}
