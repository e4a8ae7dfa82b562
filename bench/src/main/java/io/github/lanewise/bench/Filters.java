package io.github.lanewise.bench;

import io.github.lanewise.engine.tensor.ConvGeometry;

/** Filters {@code [outChannels, kernelHeight, kernelWidth, inChannels]} of a convolution without groups, with biases. */
final class Filters {

    private final ConvGeometry geometry;
    private final float[] weights;
    private final float[] bias;

    private Filters(ConvGeometry geometry, float[] weights, float[] bias) {
        this.geometry = geometry;
        this.weights = weights;
        this.bias = bias;
    }

    /** Seeded filters. */
    static Filters random(ConvGeometry geometry) {
        return new Filters(
                geometry,
                Operands.random(3, geometry.weightShape().elements()),
                Operands.random(4, geometry.outChannels()));
    }

    ConvGeometry geometry() {
        return geometry;
    }

    float[] weights() {
        return weights;
    }

    float[] bias() {
        return bias;
    }

    /** Multiply-adds that lead to one output. */
    int taps() {
        return weights.length / bias.length;
    }

    /** The filters of these output channels alone. */
    Filters only(int... channels) {
        ConvGeometry fewer = new ConvGeometry(
                geometry.inChannels(),
                channels.length,
                geometry.kernelHeight(),
                geometry.kernelWidth(),
                geometry.strideHeight(),
                geometry.strideWidth(),
                geometry.padding(),
                geometry.dilationHeight(),
                geometry.dilationWidth(),
                geometry.groups());
        float[] chosen = new float[channels.length * taps()];
        float[] chosenBias = new float[channels.length];
        for (int i = 0; i < channels.length; i++) {
            System.arraycopy(weights, channels[i] * taps(), chosen, i * taps(), taps());
            chosenBias[i] = bias[channels[i]];
        }
        return new Filters(fewer, chosen, chosenBias);
    }
}
