package io.github.lanewise.layers.train;

import io.github.lanewise.engine.tensor.Tensor;

/**
 * What a tensor is like.
 *
 * @param norm the L2 norm, summed in float64
 * @param zeros how many elements are 0
 * @param denormals how many elements are not 0 but of a magnitude below 2⁻¹²⁶
 */
public record Magnitudes(double norm, long elements, long zeros, long denormals) {
    /** Measures a tensor. */
    public static Magnitudes of(Tensor tensor) {
        double squares = 0;
        long zeros = 0;
        long denormals = 0;
        float[] values = tensor.toArray();
        for (float value : values) {
            squares += (double) value * value;
            if (value == 0) {
                zeros++;
            } else if (Math.abs(value) < Float.MIN_NORMAL) {
                denormals++;
            }
        }
        return new Magnitudes(Math.sqrt(squares), values.length, zeros, denormals);
    }

    /** The root of the mean square, which does not grow with the size of the tensor. */
    public double rootMeanSquare() {
        return elements == 0 ? 0 : norm / Math.sqrt((double) elements);
    }

    public double zeroShare() {
        return share(zeros);
    }

    public double denormalShare() {
        return share(denormals);
    }

    private double share(long count) {
        return elements == 0 ? 0 : (double) count / elements;
    }
}
