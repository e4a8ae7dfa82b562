package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.Shape;

/** Changes of the order in which images and weights lie in memory. */
public final class ReferenceLayout {

    /** From {@code [batch, channels, height, width]}, the shape given, to {@code [batch, height, width, channels]}. */
    public static float[] nchwToNhwc(Shape shape, float[] values) {
        int channels = shape.dimension(1);
        int pixels = shape.dimension(2) * shape.dimension(3);
        float[] result = new float[values.length];
        for (int image = 0; image < shape.dimension(0); image++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    result[(image * pixels + pixel) * channels + channel] =
                            values[(image * channels + channel) * pixels + pixel];
                }
            }
        }
        return result;
    }

    /** From {@code [batch, height, width, channels]}, the shape given, to {@code [batch, channels, height, width]}. */
    public static float[] nhwcToNchw(Shape shape, float[] values) {
        int channels = shape.dimension(3);
        int pixels = shape.dimension(1) * shape.dimension(2);
        float[] result = new float[values.length];
        for (int image = 0; image < shape.dimension(0); image++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                for (int channel = 0; channel < channels; channel++) {
                    result[(image * channels + channel) * pixels + pixel] =
                            values[(image * pixels + pixel) * channels + channel];
                }
            }
        }
        return result;
    }

    /**
     * From {@code [outChannels, inChannels, kernelHeight, kernelWidth]}, the shape given, to {@code [outChannels,
     * kernelHeight, kernelWidth, inChannels]}.
     */
    public static float[] oihwToOhwi(Shape shape, float[] values) {
        return nchwToNhwc(shape, values);
    }

    private ReferenceLayout() {}
}
