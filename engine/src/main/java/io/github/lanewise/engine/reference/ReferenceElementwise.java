package io.github.lanewise.engine.reference;

/**
 * Functions of single elements, and of rows for softmax. What float32 rounds once is in float32, what it approximates is in
 * float64.
 */
public final class ReferenceElementwise {

    public static float[] add(float[] a, float[] b) {
        float[] result = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] + b[i];
        }
        return result;
    }

    public static float[] multiply(float[] a, float[] b) {
        float[] result = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] * b[i];
        }
        return result;
    }

    /** 0 for negative values, the value itself for all others, NaN and -0 included. */
    public static float[] relu(float[] x) {
        float[] result = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = x[i] < 0 ? 0 : x[i];
        }
        return result;
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public static double[] sigmoid(float[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = 1 / (1 + Math.exp(-x[i]));
        }
        return result;
    }

    public static double[] tanh(float[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = Math.tanh(x[i]);
        }
        return result;
    }

    /** {@code exp(x) / Σ exp(x)} over each row of {@code [rows, columns]}. */
    public static double[] softmax(int rows, int columns, float[] x) {
        double[] result = logSoftmax(rows, columns, x);
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.exp(result[i]);
        }
        return result;
    }

    /** {@code x - ln Σ exp(x)} over each row of {@code [rows, columns]}, without overflow. */
    public static double[] logSoftmax(int rows, int columns, float[] x) {
        double[] result = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            int from = row * columns;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = from; i < from + columns; i++) {
                largest = Math.max(largest, x[i]);
            }
            double sum = 0;
            for (int i = from; i < from + columns; i++) {
                sum += Math.exp(x[i] - largest);
            }
            for (int i = from; i < from + columns; i++) {
                result[i] = x[i] - largest - Math.log(sum);
            }
        }
        return result;
    }

    private ReferenceElementwise() {}
}
