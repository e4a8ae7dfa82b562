package io.github.lanewise.layers.data;

import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The buffers of one batch, used again and again. Its state is guarded by the loader's lock. */
final class BatchSlot {
    private final ImageDataSet data;
    private final Augmentation augmentation;
    private final long seed;
    private final int imageFloats;
    private final float[] images;
    private final int[] labels;

    private boolean free = true;
    private boolean loaded;
    private BatchPlan.@Nullable Position position;
    private @Nullable Batch batch;
    private @Nullable Throwable failure;

    BatchSlot(ImageDataSet data, Augmentation augmentation, int batch, long seed) {
        this.data = data;
        this.augmentation = augmentation;
        this.seed = seed;
        this.imageFloats = Math.toIntExact(data.imageShape().elements());
        this.images = new float[Math.multiplyExact(batch, imageFloats)];
        this.labels = new int[batch];
    }

    boolean isFree() {
        return free;
    }

    boolean isLoaded() {
        return loaded;
    }

    void claim(BatchPlan.Position next) {
        free = false;
        position = next;
    }

    void publish() {
        loaded = true;
    }

    void release() {
        free = true;
        loaded = false;
    }

    /** What was loaded, or why nothing could be. */
    Batch result() {
        return switch (failure) {
            case null -> Objects.requireNonNull(batch);
            case Error e -> throw e;
            case UncheckedIOException e -> throw new UncheckedIOException(e.getMessage(), e.getCause());
            default -> throw new IllegalStateException("a batch could not be loaded: " + failure, failure);
        };
    }

    /** Loads the images that the slot was claimed for, by the thread that did; ends early once they are not wanted. */
    void load(BooleanSupplier cancelled) {
        try {
            batch = load(Objects.requireNonNull(position), cancelled);
        } catch (Throwable e) { // whatever it is, the caller of next() must see it
            failure = e;
        }
    }

    private Batch load(BatchPlan.Position claimed, BooleanSupplier cancelled) {
        for (int i = 0; i < claimed.count() && !cancelled.getAsBoolean(); i++) {
            int index = claimed.image(i);
            int at = i * imageFloats;
            data.image(index, images, at);
            augmentation.apply(images, at, data.imageShape(), seed, claimed.epoch(), index);
            labels[i] = data.label(index);
        }
        return new Batch(images, labels, claimed.count(), claimed.epoch(), claimed.index());
    }
}
