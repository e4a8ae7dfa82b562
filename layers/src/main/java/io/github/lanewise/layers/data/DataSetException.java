package io.github.lanewise.layers.data;

import java.io.IOException;

/** The files of a data set are not as they should be. The message is one line: file, place, and what to do. */
public final class DataSetException extends IOException {
    private static final long serialVersionUID = 1;

    public DataSetException(String message) {
        super(message);
    }

    public DataSetException(String message, Throwable cause) {
        super(message, cause);
    }
}
