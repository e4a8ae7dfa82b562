package io.github.lanewise.layers.train;

import java.nio.file.Path;

/** Hears what a {@link Trainer} does, on the thread that trains. */
public interface TrainingListener {
    default void stepMade(StepReport report) {}

    /** A row was added to the history, at least one for each epoch. */
    default void rowAdded(History.Row row) {}

    /** A checkpoint is complete. */
    default void checkpointWritten(Path file) {}
}
