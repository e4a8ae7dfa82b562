package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Lowering.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MemoryPlanProperties {
    /** Chains, branches and sums of images, with paddings and views in between. */
    private static Graph randomGraph(SplittableRandom random, int nodes) {
        GraphBuilder builder = new GraphBuilder();
        List<Value> values = new ArrayList<>();
        values.add(builder.input(Shape.of(1, 1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(20))));
        while (values.size() < nodes) {
            Value a = values.get(random.nextInt(values.size()));
            Value b = values.get(random.nextInt(values.size()));
            boolean images = a.shape().rank() == 4;
            values.add(
                    switch (random.nextInt(5)) {
                        case 0 -> a.shape().equals(b.shape()) ? builder.add(a, b) : builder.flatten(a);
                        case 1 -> images ? builder.globalAveragePool(a) : builder.softmax(a);
                        case 2 -> images ? builder.subsamplePad(a, 2, 1, 2) : builder.softmax(a);
                        case 3 -> builder.flatten(a);
                        default -> builder.activate(a, Activation.RELU);
                    });
        }
        return builder.build(values.get(random.nextInt(values.size())));
    }

    @Property(tries = 300)
    void resultsThatAreNeededAtTheSameTimeNeverOverlap(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int nodes) {
        SplittableRandom random = new SplittableRandom(seed);
        Graph graph = randomGraph(random, nodes);
        List<Padding> paddings = graph.nodes().stream()
                .map(node -> node.shape().rank() == 4 ? Padding.of(random.nextInt(2)) : Padding.NONE)
                .toList();

        MemoryPlan plan = MemoryPlan.of(graph, paddings, 1 + random.nextInt(3));

        for (Node first : graph.nodes()) {
            MemoryPlan.Buffer a = plan.buffer(first);
            assertThat(a.offset()).isNotNegative().isEqualTo(a.offset() / 64 * 64);
            assertThat(a.end()).isLessThanOrEqualTo(plan.bytes());
            for (Node second : graph.nodes()) {
                MemoryPlan.Buffer b = plan.buffer(second);
                boolean apart = a.end() <= b.offset() || b.end() <= a.offset();
                assertThat(a.node() == b.node() || !a.meets(b) || apart)
                        .as("%s and %s", a, b)
                        .isTrue();
            }
        }
    }

    @Property(tries = 100)
    void resultLivesFromItsNodeToItsLastReader(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int nodes) {
        Graph graph = randomGraph(new SplittableRandom(seed), nodes);
        List<Padding> none = graph.nodes().stream().map(node -> Padding.NONE).toList();

        MemoryPlan plan = MemoryPlan.of(graph, none, 1);

        for (Node node : graph.nodes()) {
            assertThat(plan.buffer(node).first()).isLessThanOrEqualTo(node.id());
            for (int operand : node.operands()) {
                assertThat(plan.buffer(graph.nodes().get(operand)).last()).isGreaterThanOrEqualTo(node.id());
            }
        }
        assertThat(plan.buffer(graph.outputNode()).last())
                .isGreaterThanOrEqualTo(graph.nodes().size());
    }
}
