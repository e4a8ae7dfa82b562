package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Random;

/** Numbers for batch norm that follow from a seed, those of each channel around a mean of their own. */
record BatchNormProblem(long seed, float magnitude, Shape shape, boolean padded) {

    /** Of a shape by chance, with pixels, whose tensors have paddings by chance. */
    BatchNormProblem(long seed, float magnitude) {
        this(seed, magnitude, shape(new Random(seed)), true);
    }

    BatchNormProblem dense() {
        return new BatchNormProblem(seed, magnitude, shape, false);
    }

    Random random() {
        return new Random(seed);
    }

    int channels() {
        return shape.dimension(shape.rank() - 1);
    }

    /** Around means up to the magnitude. */
    float[] x() {
        float[] values = values(1, shape);
        float[] means = values(2, Shape.of(channels()));
        for (int i = 0; i < values.length; i++) {
            values[i] += means[i % channels()] * magnitude;
        }
        return values;
    }

    float[] residual() {
        return values(3, shape);
    }

    float[] gradient() {
        return values(4, shape);
    }

    float[] weight() {
        return values(5, Shape.of(channels()));
    }

    float[] bias() {
        return values(6, Shape.of(channels()));
    }

    Tensor weightTensor() {
        return Tensor.of(weight(), channels());
    }

    Tensor biasTensor() {
        return Tensor.of(bias(), channels());
    }

    /** A tensor of these values, painted beside them. */
    Tensor operand(float[] values) {
        return padded
                ? Painted.operand(new Random(seed + values.length), shape, values)
                : Painted.operand(shape, Padding.NONE, values);
    }

    private float[] values(int stream, Shape of) {
        return Shapes.values(new Random(seed * 16 + stream), of);
    }

    /** Some of more than one block, some with a last row that is not full. */
    private static Shape shape(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> Shape.of(3, 13, 32, 16);
            case 1, 2, 3, 4, 5 -> Shape.of(2 + random.nextInt(3), 5, 1 + random.nextInt(9), 1 + random.nextInt(40));
            case 6, 7, 8, 9 -> Shape.of(2 + random.nextInt(200), 1 + random.nextInt(80));
            default -> {
                Shape shape = Shapes.ofRank(random, 1 + random.nextInt(5));
                yield shape.elements() > 0 ? shape : Shape.of(2, 3);
            }
        };
    }
}
