package io.github.lanewise.layers.onnx;

import io.github.lanewise.layers.format.ModelFormatException;
import java.util.List;

/** Appends what a node of an ONNX model computes to the graph. */
@FunctionalInterface
interface OperatorImporter {
    /**
     * The results of a node, as many as the operator has or the node wants.
     *
     * @throws ModelFormatException if an attribute is missing or of another kind
     * @throws UnsupportedException if the node is valid and not supported
     * @throws IllegalArgumentException or {@link ArithmeticException} or {@link IndexOutOfBoundsException}, if operands and
     *     attributes do not fit each other
     */
    List<Operand> convert(ImportedNode node) throws ModelFormatException;

    /** An operator with one result. */
    @FunctionalInterface
    interface Single extends OperatorImporter {
        Operand result(ImportedNode node) throws ModelFormatException;

        @Override
        default List<Operand> convert(ImportedNode node) throws ModelFormatException {
            return List.of(result(node));
        }
    }
}
