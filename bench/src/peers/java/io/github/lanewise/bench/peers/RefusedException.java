package io.github.lanewise.bench.peers;

import java.io.Serial;

/** A contender cannot do what it is asked for; the others can go on. */
final class RefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
