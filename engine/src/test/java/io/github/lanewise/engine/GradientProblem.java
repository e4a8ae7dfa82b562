package io.github.lanewise.engine;

import io.github.lanewise.engine.reference.ReferenceConvolutionGradients;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ErrorBound;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.util.stream.Stream;

/** The gradients of a convolution, with numbers that follow from the seed. */
record GradientProblem(long seed, ConvGeometry geometry, int batch, int height, int width) {

    /** What {@link #run} computes. */
    record Gradients(Tensor input, Tensor weights, Tensor bias) {
        Stream<float[]> arrays() {
            return Stream.of(input.toArray(), weights.toArray(), bias.toArray());
        }
    }

    Shape inputShape() {
        return Shape.of(batch, height, width, geometry.inChannels());
    }

    Shape outputShape() {
        return geometry.outputShape(inputShape());
    }

    /** {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}. */
    Shape oihw() {
        int groupChannels = geometry.inChannels() / geometry.groups();
        return Shape.of(geometry.outChannels(), groupChannels, geometry.kernelHeight(), geometry.kernelWidth());
    }

    float[] input() {
        return floats(0, inputShape());
    }

    float[] weights() {
        return floats(1, oihw());
    }

    float[] outputGradient() {
        return floats(2, outputShape());
    }

    /** All gradients, of operands with the paddings that they should have. */
    Gradients run(Workers workers) {
        TrainableConvolution convolution = TrainableConvolution.of(geometry);
        Arena arena = Arena.ofAuto();
        Tensor x =
                Tensor.allocate(arena, inputShape(), convolution.inputPadding()).copyFrom(input());
        Tensor dY = Tensor.allocate(arena, outputShape(), convolution.outputGradientPadding())
                .copyFrom(outputGradient());
        convolution.update(Tensor.of(weights(), oihw().toArray()));
        Tensor dX = Tensor.allocate(arena, inputShape());
        Tensor dWeights = Tensor.allocate(arena, oihw());
        Tensor dBias = Tensor.allocate(arena, geometry.outChannels());
        convolution.inputGradient(dY, dX, workers);
        convolution.weightGradient(x, dY, dWeights, workers);
        convolution.biasGradient(dY, dBias, workers);
        return new Gradients(dX, dWeights, dBias);
    }

    /** Holds gradients against float64. */
    void assertWithinBound(Gradients gradients) {
        int taps = geometry.kernelHeight() * geometry.kernelWidth() * geometry.outChannels();
        int pixels = (int) outputShape().elements() / geometry.outChannels();
        float[] dY = outputGradient();
        ErrorBound.assertWithin(
                this,
                ReferenceConvolutionGradients.input(geometry, inputShape(), weights(), dY),
                taps,
                gradients.input().toArray());
        ErrorBound.assertWithin(
                this,
                ReferenceConvolutionGradients.weights(geometry, inputShape(), input(), dY),
                pixels,
                gradients.weights().toArray());
        ErrorBound.assertWithin(
                this,
                ReferenceConvolutionGradients.bias(geometry, dY),
                pixels,
                gradients.bias().toArray());
    }

    private float[] floats(int stream, Shape shape) {
        return Problems.floats(seed + stream, Math.toIntExact(shape.elements()));
    }
}
