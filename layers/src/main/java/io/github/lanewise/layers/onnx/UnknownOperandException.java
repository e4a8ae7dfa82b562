package io.github.lanewise.layers.onnx;

/** An operator asks for an operand of which nothing is known, because what computes it is not supported or not yet decided. */
final class UnknownOperandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownOperandException(String operand) {
        super(operand, null, false, false);
    }
}
