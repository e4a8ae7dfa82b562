package io.github.lanewise.layers.onnx;

/** A node that is valid and asks for something that is not supported. */
final class UnsupportedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnsupportedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
