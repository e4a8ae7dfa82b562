package io.github.lanewise.engine.testkit;

import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceConvolution;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** {@code output = activation(conv(input) + bias + residual)}, NHWC, with numbers that follow from the seed. */
public record ConvProblem(
        long seed,
        ConvGeometry geometry,
        int batch,
        int height,
        int width,
        boolean hasBias,
        boolean hasResidual,
        Activation activation) {

    /** One image without bias, residual and activation. */
    public static ConvProblem of(long seed, ConvGeometry geometry, int height, int width) {
        return new ConvProblem(seed, geometry, 1, height, width, false, false, Activation.IDENTITY);
    }

    /** The problem with another number of images; the numbers of the first images stay. */
    public ConvProblem withBatch(int images) {
        return new ConvProblem(seed, geometry, images, height, width, hasBias, hasResidual, activation);
    }

    public Shape inputShape() {
        return Shape.of(batch, height, width, geometry.inChannels());
    }

    public Shape outputShape() {
        return geometry.outputShape(inputShape());
    }

    public float[] input() {
        return floats(0, inputShape());
    }

    /** OHWI. */
    public float[] weights() {
        return floats(1, geometry.weightShape());
    }

    /** {@code [outChannels]}, or null. */
    public float @Nullable [] bias() {
        return hasBias ? floats(2, Shape.of(geometry.outChannels())) : null;
    }

    /** Like the output, or null. */
    public float @Nullable [] residual() {
        return hasResidual ? floats(3, outputShape()) : null;
    }

    /** The output, to the bit. */
    public float[] reference() {
        return ReferenceConvolution.run(geometry, inputShape(), input(), weights(), bias(), residual(), activation);
    }

    /** The output in float64. */
    public DoubleSums float64() {
        return ReferenceConvolution.float64(geometry, inputShape(), input(), weights(), bias(), residual(), activation);
    }

    /** Roundings that a summand of the output goes through: one per tap, bias, residual. */
    public int roundings() {
        int taps = geometry.kernelHeight() * geometry.kernelWidth() * geometry.inChannels() / geometry.groups();
        return taps + (hasBias ? 1 : 0) + (hasResidual ? 1 : 0);
    }

    private float[] floats(int stream, Shape shape) {
        return Problems.floats(seed + stream, Math.toIntExact(shape.elements()));
    }
}
