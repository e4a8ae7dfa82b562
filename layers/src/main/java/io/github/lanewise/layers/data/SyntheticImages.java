package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Generated RGB images of ten classes, six shapes and four textures, in any position, direction, size and colour, with
 * a line across them, uneven light and noise: nothing to download, and hardly anything that a linear classifier could learn.
 *
 * <p>An image is drawn whenever it is asked for, and is a function of seed, part and index alone. Labels go round from
 * 0 to 9, so that every class is there equally often.
 */
public final class SyntheticImages implements ImageDataSet {
    private static final SyntheticPattern[] PATTERNS = SyntheticPattern.values();
    private static final List<String> CLASSES = Arrays.stream(PATTERNS)
            .map(pattern -> pattern.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final int SIDE = 32;
    private static final int LEAST_SIDE = 16;

    private final long seed;
    private final int size;
    private final Part part;
    private final int side;

    /** So many images of 32 x 32 pixels. */
    public SyntheticImages(long seed, int size, Part part) {
        this(seed, size, part, SIDE);
    }

    /** So many square images. */
    public SyntheticImages(long seed, int size, Part part, int side) {
        if (size < 1 || side < LEAST_SIDE) {
            throw new IllegalArgumentException(size + " images of " + side + " x " + side
                    + " pixels; there is at least 1, of at least " + LEAST_SIDE + " x " + LEAST_SIDE);
        }
        this.seed = seed;
        this.size = size;
        this.part = part;
        this.side = side;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Shape imageShape() {
        return Shape.of(side, side, 3);
    }

    @Override
    public List<String> classNames() {
        return CLASSES;
    }

    @Override
    public int label(int index) {
        return Objects.checkIndex(index, size) % PATTERNS.length;
    }

    @Override
    public void image(int index, float[] planes, int at) {
        SyntheticPattern pattern = PATTERNS[label(index)];
        Objects.checkFromIndexSize(at, 3 * side * side, planes.length);
        new SyntheticScene(pattern, side, Seeds.random(seed, part == Part.TRAINING ? 0 : 1, index)).draw(planes, at);
    }
}
