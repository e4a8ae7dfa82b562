package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Lowering.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

    private static List<Padding> randomPaddings(Graph graph, SplittableRandom random) {
        return graph.nodes().stream()
                .map(node -> node.shape().rank() == 4 ? Padding.of(random.nextInt(2)) : Padding.NONE)
                .toList();
    }

    @Property(tries = 300)
    void resultsThatAreNeededAtTheSameTimeNeverOverlap(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int nodes) {
        SplittableRandom random = new SplittableRandom(seed);
        Graph graph = randomGraph(random, nodes);
        MemoryPlan plan = MemoryPlan.of(graph.batched(1 + random.nextInt(3)), randomPaddings(graph, random));

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

    @Property(tries = 300)
    void resultsPlacedInOrderNeverOverlapEither(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<MemoryPlan.Buffer> wanted = new ArrayList<>();
        for (int node = 0; node < count; node++) {
            int last = node + random.nextInt(1 + random.nextInt(20));
            wanted.add(new MemoryPlan.Buffer(
                    node, Shape.of(random.nextInt(1, 200)), Padding.NONE, 0, random.nextInt(5) == 0 ? 0 : node, last));
        }
        List<MemoryPlan.Buffer> placed = PlacementInOrder.of(wanted);

        assertThat(placed).hasSameSizeAs(wanted);
        long sum = 0;
        for (MemoryPlan.Buffer a : placed) {
            sum += a.bytes();
            for (MemoryPlan.Buffer b : placed) {
                assertThat(a.node() == b.node() || !a.meets(b) || !a.touches(b))
                        .as("%s and %s", a, b)
                        .isTrue();
            }
        }
        assertThat(placed).allMatch(buffer -> buffer.offset() >= 0 && buffer.offset() % 64 == 0);
        assertThat(placed.stream().mapToLong(MemoryPlan.Buffer::end).max().orElseThrow())
                .isLessThanOrEqualTo(sum);
    }

    @Property(tries = 100)
    void paddingIsZeroWhenAResultIsWrittenHoweverOftenTheMemoryIsUsed(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int nodes) {
        SplittableRandom random = new SplittableRandom(seed);
        Graph graph = randomGraph(random, nodes);
        MemoryPlan plan = MemoryPlan.of(graph.batched(2), randomPaddings(graph, random));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(plan.bytes(), 64).fill((byte) 0x3f);
            for (int run = 0; run < 2; run++) {
                graph.nodes().stream().filter(node -> !plan.isView(node)).forEach(node -> write(node, plan, block));
            }
        }
    }

    private static void write(Node node, MemoryPlan plan, MemorySegment block) {
        MemoryPlan.Buffer buffer = plan.buffer(node);
        MemorySegment place = block.asSlice(buffer.offset(), buffer.bytes());
        Tensor result = Tensor.view(place, buffer.shape(), buffer.padding());
        if (plan.needsClearing(node)) {
            result.clearPadding();
        }
        result.fill(1);
        long frame = result.imageBytes() / Float.BYTES * result.shape().dimension(0);
        long sum = 0;
        for (long i = 0; i < frame; i++) {
            sum += (long) place.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        }
        assertThat(sum).isEqualTo(result.shape().elements());
    }

    @Property(tries = 100)
    void resultLivesFromItsNodeToItsLastReader(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int nodes) {
        Graph graph = randomGraph(new SplittableRandom(seed), nodes);
        List<Padding> none = graph.nodes().stream().map(node -> Padding.NONE).toList();

        MemoryPlan plan = MemoryPlan.of(graph, none);

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
