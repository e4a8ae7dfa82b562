package io.github.lanewise.layers.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Where a training stands, apart from its tensors.
 *
 * @param training what was trained, and how
 * @param schedule told, not compared: a training may go on with another one
 * @param tensors the name of the file beside the state that has the tensors
 * @param epoch of the next batch
 * @param index of the next batch in its epoch
 * @param step how many steps were made
 * @param stretch the sums since the last row of the history
 * @param seconds of training so far
 */
record TrainingState(
        Identity training,
        String schedule,
        String tensors,
        long epoch,
        int index,
        long step,
        Stretch stretch,
        double seconds,
        List<History.Row> rows) {
    /** What must be the same for a training to go on, by what it is called. */
    record Identity(SequencedMap<String, String> settings) {
        Identity {
            settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
        }

        /** In words, the first thing that another training has differently; empty if there is none. */
        String difference(Identity other) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                String own = setting.getValue();
                String others = other.settings.get(setting.getKey());
                if (!own.equals(others)) {
                    return "was written with the " + setting.getKey() + " " + own + ", this training has " + others;
                }
            }
            return "";
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
