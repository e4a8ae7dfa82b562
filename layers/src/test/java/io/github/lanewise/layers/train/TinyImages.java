package io.github.lanewise.layers.train;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.data.ImageDataSet;
import java.util.List;
import java.util.SplittableRandom;

/** Images 8x8 of four classes: a bright quarter on noise. */
record TinyImages(int size, long seed) implements ImageDataSet {
    private static final int EDGE = 8;
    private static final int PIXELS = EDGE * EDGE;

    @Override
    public Shape imageShape() {
        return Shape.of(EDGE, EDGE, 3);
    }

    @Override
    public List<String> classNames() {
        return List.of("above left", "above right", "below left", "below right");
    }

    @Override
    public int label(int index) {
        return new SplittableRandom(seed + index).nextInt(4);
    }

    @Override
    public void image(int index, float[] planes, int at) {
        SplittableRandom random = new SplittableRandom(seed + index);
        int label = random.nextInt(4);
        for (int i = 0; i < 3 * PIXELS; i++) {
            int y = i % PIXELS / EDGE;
            int x = i % EDGE;
            boolean bright = (y >= EDGE / 2 ? 2 : 0) + (x >= EDGE / 2 ? 1 : 0) == label;
            planes[at + i] = (float) (random.nextDouble() * 0.7 + (bright ? 0.3 : 0));
        }
    }
}
