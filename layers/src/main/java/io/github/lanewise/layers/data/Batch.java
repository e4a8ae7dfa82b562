package io.github.lanewise.layers.data;

/**
 * Some images that a {@link BatchLoader} has loaded. The arrays belong to the loader, which uses them again.
 *
 * @param images {@code [batch, channels, height, width]}, of which the first {@code count} images are valid
 * @param labels their classes
 * @param count of images; less than the loader's batch only at the end of an epoch
 * @param epoch from 0 on
 * @param index of the batch in its epoch, from 0 on
 */
@SuppressWarnings("ArrayRecordComponent") // buffers, never compared
public record Batch(float[] images, int[] labels, int count, long epoch, int index) {}
