package io.github.lanewise.engine.reference;

/** Batch norm in training, of {@code [pixels, channels]}, in float64. */
public final class ReferenceBatchNorm {

    /** What a forward pass finds, one value per channel. */
    @SuppressWarnings("ArrayRecordComponent") // read at once
    public record Statistics(double[] mean, double[] variance) {}

    /** The gradients of a backward pass. */
    @SuppressWarnings("ArrayRecordComponent") // read at once
    public record Gradients(double[] x, double[] weight, double[] bias) {}

    /** Mean and biased variance of every channel. */
    public static Statistics statistics(int channels, float[] x) {
        int pixels = x.length / channels;
        double[] mean = new double[channels];
        double[] variance = new double[channels];
        for (int i = 0; i < x.length; i++) {
            mean[i % channels] += (double) x[i] / pixels;
        }
        for (int i = 0; i < x.length; i++) {
            double difference = x[i] - mean[i % channels];
            variance[i % channels] += difference * difference / pixels;
        }
        return new Statistics(mean, variance);
    }

    /** {@code (x - mean) / √(variance + epsilon) · weight + bias}. */
    public static double[] apply(Statistics statistics, double epsilon, float[] weight, float[] bias, float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int c = i % weight.length;
            y[i] = normal(statistics, epsilon, c, x[i]) * weight[c] + bias[c];
        }
        return y;
    }

    /** From the gradients g of the results of {@link #apply}. */
    public static Gradients backward(Statistics statistics, double epsilon, float[] weight, float[] x, float[] g) {
        int channels = weight.length;
        int pixels = x.length / channels;
        double[] dX = new double[x.length];
        double[] dWeight = new double[channels];
        double[] dBias = new double[channels];
        for (int i = 0; i < x.length; i++) {
            int c = i % channels;
            dWeight[c] += g[i] * normal(statistics, epsilon, c, x[i]);
            dBias[c] += g[i];
        }
        for (int i = 0; i < x.length; i++) {
            int c = i % channels;
            double share = (dBias[c] + normal(statistics, epsilon, c, x[i]) * dWeight[c]) / pixels;
            dX[i] = weight[c] / Math.sqrt(statistics.variance()[c] + epsilon) * (g[i] - share);
        }
        return new Gradients(dX, dWeight, dBias);
    }

    private static double normal(Statistics statistics, double epsilon, int channel, double x) {
        return (x - statistics.mean()[channel]) / Math.sqrt(statistics.variance()[channel] + epsilon);
    }

    private ReferenceBatchNorm() {}
}
