package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;

/**
 * The gradients of a convolution in float64, tap by tap, over NHWC images and OIHW weights: each product
 * {@code x · w} of the convolution that leads to {@code y} adds {@code dY · w} to the gradient of x and {@code dY · x} to that
 * of w.
 */
public final class ReferenceConvolutionGradients {
    private final ConvGeometry geometry;
    private final Shape inputShape;
    private final int taps;
    private final int groupChannels;

    private ReferenceConvolutionGradients(ConvGeometry geometry, Shape inputShape) {
        this.geometry = geometry;
        this.inputShape = inputShape;
        this.taps = geometry.kernelHeight() * geometry.kernelWidth();
        this.groupChannels = geometry.inChannels() / geometry.groups();
    }

    @FunctionalInterface
    private interface Visitor {
        /** One product: the elements of y, x and w that it connects. */
        void visit(int y, int x, int w);
    }

    /** {@code dX}, {@code [batch, height, width, inChannels]}. */
    public static DoubleSums input(ConvGeometry geometry, Shape inputShape, float[] weights, float[] outputGradient) {
        DoubleSums sums = new DoubleSums(Math.toIntExact(inputShape.elements()));
        new ReferenceConvolutionGradients(geometry, inputShape)
                .forEach((y, x, w) -> sums.add(x, (double) outputGradient[y] * weights[w]));
        return sums;
    }

    /** {@code dW}, {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}. */
    public static DoubleSums weights(ConvGeometry geometry, Shape inputShape, float[] input, float[] outputGradient) {
        DoubleSums sums = new DoubleSums(Math.toIntExact(geometry.weightShape().elements()));
        new ReferenceConvolutionGradients(geometry, inputShape)
                .forEach((y, x, w) -> sums.add(w, (double) outputGradient[y] * input[x]));
        return sums;
    }

    /** {@code dBias}, {@code [outChannels]}. */
    public static DoubleSums bias(ConvGeometry geometry, float[] outputGradient) {
        DoubleSums sums = new DoubleSums(geometry.outChannels());
        for (int y = 0; y < outputGradient.length; y++) {
            sums.add(y % geometry.outChannels(), outputGradient[y]);
        }
        return sums;
    }

    private void forEach(Visitor visitor) {
        Shape output = geometry.outputShape(inputShape);
        int pixels = output.dimension(1) * output.dimension(2);
        for (int pixel = 0; pixel < output.dimension(0) * pixels; pixel++) {
            int row = pixel / output.dimension(2) % output.dimension(1);
            int column = pixel % output.dimension(2);
            for (int tap = 0; tap < taps; tap++) {
                int inRow = row * geometry.strideHeight()
                        + tap / geometry.kernelWidth() * geometry.dilationHeight()
                        - geometry.padding().top();
                int inColumn = column * geometry.strideWidth()
                        + tap % geometry.kernelWidth() * geometry.dilationWidth()
                        - geometry.padding().left();
                if (inRow >= 0
                        && inRow < inputShape.dimension(1)
                        && inColumn >= 0
                        && inColumn < inputShape.dimension(2)) {
                    int inPixel =
                            (pixel / pixels * inputShape.dimension(1) + inRow) * inputShape.dimension(2) + inColumn;
                    forEachChannel(visitor, pixel, inPixel, tap);
                }
            }
        }
    }

    private void forEachChannel(Visitor visitor, int pixel, int inPixel, int tap) {
        for (int out = 0; out < geometry.outChannels(); out++) {
            int group = out / (geometry.outChannels() / geometry.groups());
            for (int in = 0; in < groupChannels; in++) {
                visitor.visit(
                        pixel * geometry.outChannels() + out,
                        inPixel * geometry.inChannels() + group * groupChannels + in,
                        (out * groupChannels + in) * taps + tap);
            }
        }
    }
}
