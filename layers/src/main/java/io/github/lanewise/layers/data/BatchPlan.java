package io.github.lanewise.layers.data;

/** Which images make up which batch, epoch after epoch without end. Not for more than one thread at a time. */
final class BatchPlan {
    private final int size;
    private final int batch;
    private final long seed;
    private final boolean shuffle;
    private final int batchesPerEpoch;

    private long epoch;
    private int index;
    private int[] order;

    BatchPlan(int size, int batch, long seed, boolean shuffle, boolean dropLast) {
        this.size = size;
        this.batch = batch;
        this.seed = seed;
        this.shuffle = shuffle;
        this.batchesPerEpoch = Math.toIntExact(dropLast ? size / batch : ((long) size + batch - 1) / batch);
        this.order = EpochOrder.of(size, shuffle, seed, 0);
    }

    int batchesPerEpoch() {
        return batchesPerEpoch;
    }

    void startAt(long newEpoch, int newIndex) {
        epoch = newEpoch;
        index = newIndex;
        order = EpochOrder.of(size, shuffle, seed, epoch);
    }

    /** The next batch. */
    Position next() {
        if (index == batchesPerEpoch) {
            index = 0;
            epoch++;
            order = shuffle ? EpochOrder.of(size, true, seed, epoch) : order;
        }
        int first = index * batch;
        return new Position(epoch, index++, first, Math.min(batch, size - first), order);
    }

    /** The {@code count} images from {@code first} on in the order of the epoch. */
    @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
    record Position(long epoch, int index, int first, int count, int[] order) {
        /** The number of the batch's image {@code i} in its data set. */
        int image(int i) {
            return order[first + i];
        }
    }
}
