package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph with its weights packed and its memory planned: what all plans of one signature share. Immutable.
 *
 * @param steps all nodes that compute something
 */
record Program(Signature signature, Graph graph, List<Step> steps, MemoryPlan memory) {
    /** A node, ready to be computed. */
    record Step(Node node, PreparedOperator operator) {}

    /** Packs the weights of a graph, already optimised. */
    static Program of(Signature signature, Graph graph, WeightStore weights) {
        List<Step> steps = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!(node.operator() instanceof Operator.Input || node.operator() instanceof Operator.Constant)) {
                steps.add(new Step(node, weights.prepare(node.operator())));
            }
        }
        MemoryPlan memory = MemoryPlan.of(graph, Paddings.of(graph, steps));
        return new Program(signature, graph, List.copyOf(steps), memory);
    }

    /** {@link ShapeException} if a call would take more than so many bytes. */
    void requireWithin(long bytes) {
        if (memory.bytes() > bytes) {
            throw new ShapeException(
                    "the results of one call take " + memory.bytes() + " bytes, more than the limit of " + bytes);
        }
    }

    /** What a call takes, for messages. */
    String need() {
        return "a call with inputs " + signature.shapes() + " takes " + memory.bytes() + " bytes of native memory";
    }

    long packedBytes() {
        return steps.stream().mapToLong(step -> step.operator().packedBytes()).sum();
    }

    /** Memory and steps for one call at a time; {@link ShapeException} if they take more than the machine has. */
    Plan plan(Workers workers) {
        if (!MachineMemory.has(memory.bytes())) {
            throw new ShapeException(
                    need() + ", the machine has " + MachineMemory.bytes() + "; smaller inputs need less");
        }
        Workspace workspace = Workspace.ofBytes(memory.bytes());
        try {
            return bind(workspace, workers);
        } catch (RuntimeException | Error e) {
            workspace.close();
            throw e;
        }
    }

    private Plan bind(Workspace workspace, Workers workers) {
        MemorySegment block = workspace.allocate(memory.bytes());
        Tensor[] results = new Tensor[graph.nodes().size()];
        for (Node node : graph.nodes()) {
            results[node.id()] = result(node, results, block);
        }
        List<BoundStep> bound = new ArrayList<>();
        for (Step step : steps) {
            if (memory.isView(step.node())) {
                continue;
            }
            Tensor result = results[step.node().id()];
            Tensor[] operands =
                    step.node().operands().stream().map(id -> results[id]).toArray(Tensor[]::new);
            if (memory.needsClearing(step.node())) {
                bound.add(new BoundStep(step.node().name() + " padding", result.shape(), "", result::clearPadding));
            }
            Runnable action = step.operator().bind(operands, result, workers);
            bound.add(new BoundStep(
                    step.node().name(), result.shape(), step.operator().algorithm(), action));
        }
        return new Plan(this, workspace, inputs(results), bound, outputs(results));
    }

    private Tensor result(Node node, Tensor[] earlier, MemorySegment block) {
        if (node.operator() instanceof Operator.Constant constant) {
            return constant.values();
        }
        if (memory.isView(node)) {
            return earlier[node.operand()].reshape(node.shape().toArray());
        }
        MemoryPlan.Buffer buffer = memory.buffer(node);
        MemorySegment place = block.asSlice(buffer.offset(), buffer.bytes());
        return Tensor.view(place, node.shape(), buffer.padding());
    }

    private List<PlanPort> inputs(Tensor[] results) {
        List<PlanPort> ports = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.Input input) {
                ports.add(PlanPort.of(
                        input.index(), signature.shapes().get(input.index()), input.edge(), results[node.id()]));
            }
        }
        return ports;
    }

    private List<PlanPort> outputs(Tensor[] results) {
        List<PlanPort> ports = new ArrayList<>();
        for (Graph.Output output : graph.outputs()) {
            ports.add(PlanPort.of(ports.size(), output.shape(), output.edge(), results[output.node()]));
        }
        return ports;
    }
}
