package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Activation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes make one step: batch norm or addition, with the addition and the activation that follow and that alone read it.
 * Nodes that the output does not depend on are in no step.
 */
final class Fusion {
    /**
     * The nodes of a step.
     *
     * @param residual the id of what the addition adds to the main node, if it was taken into the step
     * @param result the id of the last node, whose result is that of the step
     */
    record Group(Operation.Node main, @Nullable Integer residual, Activation activation, int result) {}

    private final List<Operation.Node> nodes;
    private final int[] uses;
    private final int[] onlyReader;
    private final boolean[] taken;

    private Fusion(List<Operation.Node> nodes, int output) {
        this.nodes = nodes;
        uses = new int[nodes.size()];
        onlyReader = new int[nodes.size()];
        taken = new boolean[nodes.size()];
        uses[output] = 2;
        for (Operation.Node node : nodes.reversed()) {
            if (uses[node.id()] > 0) {
                for (int operand : node.operands()) {
                    uses[operand]++;
                    onlyReader[operand] = node.id();
                }
            }
        }
    }

    /** The groups in an order in which they can be computed. */
    static List<Group> groups(List<Operation.Node> nodes, int output) {
        Fusion fusion = new Fusion(nodes, output);
        List<Group> groups = new ArrayList<>();
        for (Operation.Node node : nodes.subList(1, nodes.size())) {
            if (fusion.uses[node.id()] > 0 && !fusion.taken[node.id()]) {
                groups.add(fusion.group(node));
            }
        }
        groups.sort(Comparator.comparingInt(Group::result));
        return groups;
    }

    private Group group(Operation.Node node) {
        Integer residual = null;
        int last = node.id();
        if (node.operation() instanceof Operation.BatchNorm) {
            Operation.Node add = reader(last);
            if (add != null && add.operation() instanceof Operation.Add && !taken[add.id()]) {
                residual = add.operands().get(add.operands().getFirst() == last ? 1 : 0);
                last = take(add);
            }
        } else if (!(node.operation() instanceof Operation.Add)) {
            return new Group(node, null, Activation.IDENTITY, last);
        }
        Operation.Node reader = reader(last);
        return reader != null && reader.operation() instanceof Operation.Activate activate
                ? new Group(node, residual, activate.activation(), take(reader))
                : new Group(node, residual, Activation.IDENTITY, last);
    }

    /** The node that alone reads this one, once. */
    private Operation.@Nullable Node reader(int id) {
        return uses[id] == 1 ? nodes.get(onlyReader[id]) : null;
    }

    private int take(Operation.Node node) {
        taken[node.id()] = true;
        return node.id();
    }
}
