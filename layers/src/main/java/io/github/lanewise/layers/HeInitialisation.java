package io.github.lanewise.layers;

import java.util.SplittableRandom;

/**
 * Normally distributed weights that keep the variance from layer to layer through ReLU: standard deviation
 * {@code sqrt(2 / fan)}, He et al. 2015, "Delving Deep into Rectifiers" (arXiv:1502.01852), equations 10 and 14.
 *
 * <p>The fan is {@code outChannels * kernelHeight * kernelWidth} for a convolution, as in torchvision, and
 * {@code inFeatures} for a dense layer. Biases and batch norms keep their values. The same seed gives the same bits on
 * every machine.
 */
public final class HeInitialisation {
    private HeInitialisation() {}

    /** Draws all weights of the layer, in the order of its parameters. */
    public static void apply(Layer layer, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (Parameter parameter : layer.parameters().values()) {
            if (parameter.isTrainable() && parameter.shape().rank() > 1) {
                draw(parameter, random);
            }
        }
    }

    private static void draw(Parameter weight, SplittableRandom random) {
        double deviation = Math.sqrt(2.0 / fan(weight.shape().toArray()));
        float[] values = new float[Math.toIntExact(weight.shape().elements())];
        for (int i = 0; i < values.length; i += 2) {
            double u;
            double v;
            double square;
            do {
                u = 2 * random.nextDouble() - 1;
                v = 2 * random.nextDouble() - 1;
                square = u * u + v * v;
            } while (square >= 1 || square == 0);
            double factor = deviation * Math.sqrt(-2 * StrictMath.log(square) / square);
            values[i] = (float) (factor * u);
            if (i + 1 < values.length) {
                values[i + 1] = (float) (factor * v);
            }
        }
        weight.values().copyFrom(values);
    }

    private static long fan(int[] shape) {
        return shape.length == 4 ? (long) shape[0] * shape[2] * shape[3] : shape[1];
    }
}
