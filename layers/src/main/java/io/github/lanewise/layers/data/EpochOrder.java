package io.github.lanewise.layers.data;

import java.util.SplittableRandom;

/** In which order the images of an epoch come. */
final class EpochOrder {
    private static final long SHUFFLE = -1;

    private EpochOrder() {}

    /** The numbers below {@code size}, shuffled as seed and epoch say (Fisher and Yates), or in order. */
    static int[] of(int size, boolean shuffle, long seed, long epoch) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        if (shuffle) {
            SplittableRandom random = Seeds.random(seed, epoch, SHUFFLE);
            for (int i = size - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int index = order[i];
                order[i] = order[other];
                order[other] = index;
            }
        }
        return order;
    }
}
