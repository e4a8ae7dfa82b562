package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The physical padding of each result: the largest that a reader wants, if the producer can write and all readers can
 * read it. A convolution whose operand has none copies it.
 */
final class Paddings {
    private Paddings() {}

    static List<Padding> of(Graph graph, List<Program.Step> steps) {
        boolean[] allowed = new boolean[graph.nodes().size()];
        for (Node node : graph.nodes()) {
            allowed[node.id()] =
                    node.operator() instanceof Operator.Input && node.shape().rank() == 4;
        }
        for (Program.Step step : steps) {
            allowed[step.node().id()] =
                    step.node().shape().rank() == 4 && step.operator().writesPadding();
        }
        Padding[] wanted = new Padding[allowed.length];
        Arrays.fill(wanted, Padding.NONE);
        for (Program.Step step : steps) {
            List<Integer> operands = step.node().operands();
            if (!operands.isEmpty()) {
                int first = operands.getFirst();
                wanted[first] = wanted[first].max(step.operator().operandPadding());
            }
            for (int operand : operands) {
                allowed[operand] &= step.operator().readsPadding();
            }
        }
        List<Padding> paddings = new ArrayList<>(Collections.nCopies(allowed.length, Padding.NONE));
        for (int id = 0; id < allowed.length; id++) {
            paddings.set(id, allowed[id] ? wanted[id] : Padding.NONE);
        }
        return paddings;
    }
}
