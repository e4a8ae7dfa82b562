package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * {@code output = activation(convolution + bias + residual)} over NHWC images and OHWI weights, by seven loops; the
 * definition of the bits of every direct convolution.
 *
 * <p>Each output begins at 0 and takes one {@code fma(input, weight, sum)} per tap in the order kernel row, kernel column,
 * channel of the group. No tap is skipped: those outside the image are {@code fma(0, weight, sum)}. Then bias and residual
 * are added, one after the other.
 */
public final class ReferenceConvolution {
    private static final int OUTSIDE = -1;

    private final ConvGeometry geometry;
    private final Shape shape;
    private final float[] input;
    private final float[] weights;
    private final int groupChannels;

    private ReferenceConvolution(ConvGeometry geometry, Shape shape, float[] input, float[] weights) {
        this.geometry = geometry;
        this.shape = shape;
        this.input = input;
        this.weights = weights;
        this.groupChannels = geometry.inChannels() / geometry.groups();
    }

    /**
     * In float32.
     *
     * @param shape of the input, {@code [batch, height, width, inChannels]}
     * @param bias {@code [outChannels]}, or null
     * @param residual like the output, or null
     * @return {@code [batch, outputHeight, outputWidth, outChannels]}
     */
    public static float[] run(
            ConvGeometry geometry,
            Shape shape,
            float[] input,
            float[] weights,
            float @Nullable [] bias,
            float @Nullable [] residual,
            Activation activation) {
        ReferenceConvolution convolution = new ReferenceConvolution(geometry, shape, input, weights);
        Shape output = geometry.outputShape(shape);
        float[] result = new float[Math.toIntExact(output.elements())];
        int at = 0;
        for (int image = 0; image < output.dimension(0); image++) {
            for (int y = 0; y < output.dimension(1); y++) {
                for (int x = 0; x < output.dimension(2); x++) {
                    for (int channel = 0; channel < output.dimension(3); channel++) {
                        float sum = convolution.sum(image, y, x, channel);
                        sum = bias == null ? sum : sum + bias[channel];
                        sum = residual == null ? sum : sum + residual[at];
                        result[at++] = activation.apply(sum);
                    }
                }
            }
        }
        return result;
    }

    /** The same in float64; the magnitudes cover bias and residual, and the activation limits the results only. */
    public static DoubleSums float64(
            ConvGeometry geometry,
            Shape shape,
            float[] input,
            float[] weights,
            float @Nullable [] bias,
            float @Nullable [] residual,
            Activation activation) {
        ReferenceConvolution convolution = new ReferenceConvolution(geometry, shape, input, weights);
        Shape output = geometry.outputShape(shape);
        DoubleSums result = new DoubleSums(Math.toIntExact(output.elements()));
        int at = 0;
        for (int image = 0; image < output.dimension(0); image++) {
            for (int y = 0; y < output.dimension(1); y++) {
                for (int x = 0; x < output.dimension(2); x++) {
                    for (int channel = 0; channel < output.dimension(3); channel++) {
                        convolution.addTo(result, at, image, y, x, channel);
                        result.add(at, bias == null ? 0 : bias[channel]);
                        result.add(at, residual == null ? 0 : residual[at]);
                        result.clamp(at++, activation.lower(), activation.upper());
                    }
                }
            }
        }
        return result;
    }

    private float sum(int image, int y, int x, int outChannel) {
        float sum = 0;
        int firstChannel = firstChannel(outChannel);
        int tap = firstTap(outChannel);
        for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
            for (int kx = 0; kx < geometry.kernelWidth(); kx++) {
                int pixel = pixel(image, y, x, ky, kx);
                for (int channel = 0; channel < groupChannels; channel++) {
                    float value = pixel == OUTSIDE ? 0 : input[pixel + firstChannel + channel];
                    sum = Math.fma(value, weights[tap++], sum);
                }
            }
        }
        return sum;
    }

    private void addTo(DoubleSums result, int at, int image, int y, int x, int outChannel) {
        int firstChannel = firstChannel(outChannel);
        int tap = firstTap(outChannel);
        for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
            for (int kx = 0; kx < geometry.kernelWidth(); kx++) {
                int pixel = pixel(image, y, x, ky, kx);
                for (int channel = 0; channel < groupChannels; channel++) {
                    double value = pixel == OUTSIDE ? 0 : input[pixel + firstChannel + channel];
                    result.add(at, value * weights[tap++]);
                }
            }
        }
    }

    /** Where channel 0 of the pixel under a tap lies in the input. */
    private int pixel(int image, int y, int x, int ky, int kx) {
        int inY = y * geometry.strideHeight()
                + ky * geometry.dilationHeight()
                - geometry.padding().top();
        int inX = x * geometry.strideWidth()
                + kx * geometry.dilationWidth()
                - geometry.padding().left();
        int height = shape.dimension(1);
        int width = shape.dimension(2);
        boolean inside = inY >= 0 && inY < height && inX >= 0 && inX < width;
        return inside ? ((image * height + inY) * width + inX) * geometry.inChannels() : OUTSIDE;
    }

    private int firstChannel(int outChannel) {
        int group = outChannel / (geometry.outChannels() / geometry.groups());
        return group * groupChannels;
    }

    private int firstTap(int outChannel) {
        return outChannel * geometry.kernelHeight() * geometry.kernelWidth() * groupChannels;
    }
}
