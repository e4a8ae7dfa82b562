package io.github.lanewise.layers.train;

import java.util.List;

/**
 * Where a training stands, apart from its tensors.
 *
 * @param training what was trained, and how
 * @param tensors the name of the file beside the state that has the tensors
 * @param epoch of the next batch
 * @param index of the next batch in its epoch
 * @param step how many steps were made
 * @param stretch the sums since the last row of the history
 * @param seconds of training so far
 */
record TrainingState(
        Identity training,
        String tensors,
        long epoch,
        int index,
        long step,
        Stretch stretch,
        double seconds,
        List<History.Row> rows) {
    /** What must be the same for a training to go on. */
    record Identity(String network, String optimiser, int batch, long seed, int images) {
        /** In words, what another training has differently; empty if nothing. */
        String difference(Identity other) {
            if (!network.equals(other.network)) {
                return "is of the network " + network + ", not of " + other.network;
            }
            if (!optimiser.equals(other.optimiser)) {
                return "was trained with " + optimiser + ", not with " + other.optimiser;
            }
            if (batch != other.batch) {
                return "was trained with batches of " + batch + ", not of " + other.batch;
            }
            if (seed != other.seed) {
                return "was trained with the seed " + seed + ", not " + other.seed;
            }
            return images == other.images ? "" : "was trained on " + images + " images, not on " + other.images;
        }
    }

    /** Sums over the steps since the last row of the history. */
    record Stretch(double lossSum, double normSum, long correct, long steps, double seconds) {
        static final Stretch EMPTY = new Stretch(0, 0, 0, 0, 0);

        Stretch plus(double loss, double norm, int correctImages, double stepSeconds) {
            return new Stretch(
                    lossSum + loss, normSum + norm, correct + correctImages, steps + 1, seconds + stepSeconds);
        }
    }
}
