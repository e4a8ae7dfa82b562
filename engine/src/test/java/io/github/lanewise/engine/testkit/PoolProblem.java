package io.github.lanewise.engine.testkit;

import io.github.lanewise.engine.reference.ReferencePooling;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;

/** A pooling over NHWC images with numbers that follow from the seed. */
public record PoolProblem(
        long seed, PoolGeometry geometry, Reduction reduction, int batch, int height, int width, int channels) {

    /** What becomes of a window. */
    public enum Reduction {
        MAX,
        AVERAGE,
        AVERAGE_COUNTING_PADDING
    }

    public Shape inputShape() {
        return Shape.of(batch, height, width, channels);
    }

    public Shape outputShape() {
        return geometry.outputShape(inputShape());
    }

    public float[] input() {
        return Problems.floats(seed, Math.toIntExact(inputShape().elements()));
    }

    /** The output, to the bit. */
    public float[] reference() {
        return switch (reduction) {
            case MAX -> ReferencePooling.max(geometry, inputShape(), input());
            case AVERAGE -> ReferencePooling.average(geometry, false, inputShape(), input());
            case AVERAGE_COUNTING_PADDING -> ReferencePooling.average(geometry, true, inputShape(), input());
        };
    }
}
