package io.github.lanewise.layers.train;

/** Training came to NaN or infinity and stopped; the message is one line that says where it began and what may help. */
public final class NonFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NonFiniteException(String message) {
        super(message);
    }
}
