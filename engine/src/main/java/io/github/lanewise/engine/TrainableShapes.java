package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;

/** Which operands fit a {@link TrainableConvolution}; the others are refused with a {@link ShapeException}. */
record TrainableShapes(ConvGeometry geometry) {

    void requireWeights(String role, Tensor weights) {
        Shape shape = weights.shape();
        boolean fits = shape.rank() == 4
                && shape.dimension(0) == geometry.outChannels()
                && shape.dimension(1) == groupChannels()
                && shape.dimension(2) == geometry.kernelHeight()
                && shape.dimension(3) == geometry.kernelWidth();
        if (!fits || !weights.isDense()) {
            Shape needed =
                    Shape.of(geometry.outChannels(), groupChannels(), geometry.kernelHeight(), geometry.kernelWidth());
            throw new ShapeException("convolution needs dense " + role + " " + needed + ", got " + weights);
        }
    }

    private int groupChannels() {
        return geometry.inChannels() / geometry.groups();
    }

    void requireBias(String role, Tensor vector) {
        Shape shape = vector.shape();
        if (shape.rank() != 1 || shape.dimension(0) != geometry.outChannels()) {
            throw new ShapeException("convolution to " + geometry.outChannels() + " channels needs as many in " + role
                    + ", got " + shape);
        }
    }

    void requireImages(Shape x, Shape y) {
        if (!geometry.connects(x, y)) {
            throw new ShapeException("convolution of " + x + " gives " + geometry.outputShape(x) + ", got " + y);
        }
        ImageLimits.requirePixels("input", x);
        ImageLimits.requirePixels("output", y);
        if (geometry.isDepthwise()) {
            ImageLimits.requireRow("output", y);
        }
    }

    void requireOutput(Shape y) {
        if (y.rank() != 4 || y.dimension(3) != geometry.outChannels()) {
            throw new ShapeException(
                    "convolution to " + geometry.outChannels() + " channels has no output gradient " + y);
        }
        ImageLimits.requirePixels("output gradient", y);
        ImageLimits.requireRow("output gradient", y);
    }
}
