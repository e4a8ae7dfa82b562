package io.github.lanewise.engine.tensor;

/** A shape, layout or count that does not fit; the message names both sides. */
public class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }
}
