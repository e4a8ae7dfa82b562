package io.github.lanewise.layers.onnx;

import io.github.lanewise.layers.format.ModelFormatException;
import java.util.List;
import java.util.Map;

/** Appends what a node of an ONNX model computes to the graph. */
@FunctionalInterface
interface OperatorImporter {
    /**
     * The results of a node, as many as the operator has or the node wants.
     *
     * @throws ModelFormatException if an attribute is missing or of another kind
     * @throws UnsupportedException if the node is valid and not supported, with a reason that states every size which it
     *     comes from
     * @throws UnknownOperandException if nothing speaks against the node but an operand is not known
     * @throws IllegalArgumentException or {@link ArithmeticException} or {@link IndexOutOfBoundsException}, if operands and
     *     attributes do not fit each other
     */
    List<Operand> convert(ImportedNode node) throws ModelFormatException;

    /** An operator with one result. */
    @FunctionalInterface
    interface Single {
        Operand result(ImportedNode node) throws ModelFormatException;
    }

    /** Registers an operator with one result. */
    static void put(Map<String, OperatorImporter> importers, String name, Single operator) {
        importers.put(name, node -> {
            try {
                return List.of(operator.result(node));
            } catch (UnknownOperandException e) {
                node.requireOneResult();
                throw e;
            }
        });
    }
}
