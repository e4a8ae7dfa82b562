package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.Workspace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A graph with its weights packed: what all plans of a model share. Immutable.
 *
 * @param steps all nodes but the input
 * @param paddings the physical padding of each node's result, the largest that a reader wants
 */
record Program(Graph graph, List<Step> steps, List<Padding> paddings) {
    /** A node, ready to be computed. */
    record Step(Node node, PreparedOperator operator) {}

    /** Packs the weights of a graph, already optimised, into the arena. */
    static Program of(Graph graph, Arena arena) {
        List<Step> steps = new ArrayList<>();
        List<Padding> paddings =
                new ArrayList<>(Collections.nCopies(graph.nodes().size(), Padding.NONE));
        for (Node node : graph.nodes().subList(1, graph.nodes().size())) {
            PreparedOperator operator = PreparedOperator.of(node.operator(), arena);
            steps.add(new Step(node, operator));
            if (mayBePadded(graph.nodes().get(node.operand()))) {
                paddings.set(node.operand(), paddings.get(node.operand()).max(operator.operandPadding()));
            }
        }
        return new Program(graph, List.copyOf(steps), List.copyOf(paddings));
    }

    /** Global pooling writes densely; a convolution that wants more copies its operand. */
    private static boolean mayBePadded(Node node) {
        return !(node.operator() instanceof Operator.GlobalAveragePool);
    }

    MemoryPlan memory(int batch) {
        return MemoryPlan.of(graph, paddings, batch);
    }

    long packedBytes() {
        return steps.stream().mapToLong(step -> step.operator().packedBytes()).sum();
    }

    /** Memory and steps for one call at a time with a batch of this size. */
    Plan plan(int batch, Workers workers) {
        MemoryPlan memory = memory(batch);
        Workspace workspace = Workspace.ofBytes(memory.bytes());
        try {
            return bind(batch, memory, workspace, workers);
        } catch (RuntimeException | Error e) {
            workspace.close();
            throw e;
        }
    }

    private Plan bind(int batch, MemoryPlan memory, Workspace workspace, Workers workers) {
        MemorySegment block = workspace.allocate(memory.bytes());
        Tensor[] results = graph.nodes().stream()
                .map(node -> result(node, batch, memory, block))
                .toArray(Tensor[]::new);
        List<Runnable> bound = new ArrayList<>();
        for (Step step : steps) {
            if (memory.isView(step.node())) {
                continue;
            }
            Tensor result = results[step.node().id()];
            Tensor[] operands =
                    step.node().operands().stream().map(id -> results[id]).toArray(Tensor[]::new);
            if (memory.needsClearing(step.node())) {
                bound.add(result::clearPadding);
            }
            bound.add(step.operator().bind(operands, result, workers));
        }
        return new Plan(workspace, results[0], bound, results[graph.output()]);
    }

    private static Tensor result(Node node, int batch, MemoryPlan memory, MemorySegment block) {
        MemoryPlan.Buffer buffer = memory.buffer(node);
        MemorySegment place = block.asSlice(buffer.offset(), buffer.bytes());
        return Tensor.view(place, MemoryPlan.batched(node.shape(), batch), memory.padding(node));
    }
}
