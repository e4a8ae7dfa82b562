package io.github.lanewise.layers.train;

import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What a network answers, read from its outputs {@code [N, classes]}. */
final class Predictions {
    private Predictions() {}

    /** How many rows have their largest value at their label; of equal ones the first counts. */
    static int correct(Tensor output, int[] labels) {
        int classes = output.shape().dimension(1);
        MemorySegment values = output.segment();
        int correct = 0;
        for (int n = 0; n < output.shape().dimension(0); n++) {
            long row = (long) n * classes;
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (value(values, row + c) > value(values, row + best)) {
                    best = c;
                }
            }
            correct += best == labels[n] ? 1 : 0;
        }
        return correct;
    }

    private static float value(MemorySegment values, long at) {
        return values.getAtIndex(ValueLayout.JAVA_FLOAT, at);
    }
}
