package io.github.lanewise.layers.train;

/**
 * Where the time of training goes, in nanoseconds.
 *
 * @param data waiting for the batch
 * @param forward the loss included
 * @param optimiser clipping and the norm of the gradients included
 */
public record StepTimes(long data, long forward, long backward, long optimiser) {
    /** No time. */
    public static final StepTimes ZERO = new StepTimes(0, 0, 0, 0);

    public StepTimes plus(StepTimes other) {
        return new StepTimes(
                data + other.data, forward + other.forward, backward + other.backward, optimiser + other.optimiser);
    }

    public long total() {
        return data + forward + backward + optimiser;
    }
}
