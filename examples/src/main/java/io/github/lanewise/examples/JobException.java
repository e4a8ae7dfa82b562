package io.github.lanewise.examples;

/** A command cannot do its job. The message is for the user: one line, naming the file if there is one. */
final class JobException extends Exception {
    private static final long serialVersionUID = 1;

    JobException(String message) {
        super(message);
    }

    JobException(String message, Throwable cause) {
        super(message, cause);
    }
}
