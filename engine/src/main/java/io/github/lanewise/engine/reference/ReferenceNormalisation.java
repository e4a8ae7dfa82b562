package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.Shape;

/** Normalisation in float64. */
public final class ReferenceNormalisation {

    /** Statistics of every group of channels of every NHWC image. */
    public static double[] group(int groups, Shape shape, float[] x, float[] scale, float[] shift, float epsilon) {
        int channels = shape.dimension(3);
        int size = channels / groups;
        double[] sums = new double[shape.dimension(0) * groups];
        double[] squares = new double[sums.length];
        double count = (double) shape.dimension(1) * shape.dimension(2) * size;
        Indices.forEach(shape, (index, element) -> sums[index[0] * groups + index[3] / size] += x[element]);
        Indices.forEach(shape, (index, element) -> {
            int group = index[0] * groups + index[3] / size;
            squares[group] += Math.pow(x[element] - sums[group] / count, 2);
        });
        double[] y = new double[x.length];
        Indices.forEach(shape, (index, element) -> {
            int group = index[0] * groups + index[3] / size;
            double normal = (x[element] - sums[group] / count) / Math.sqrt(squares[group] / count + epsilon);
            y[element] = normal * scale[index[3]] + shift[index[3]];
        });
        return y;
    }

    /** Statistics of every row of {@code [rows, columns]}. */
    public static double[] layer(int rows, int columns, float[] x, float[] scale, float[] shift, float epsilon) {
        double[] y = new double[x.length];
        for (int from = 0; from < rows * columns; from += columns) {
            double sum = 0;
            for (int i = 0; i < columns; i++) {
                sum += x[from + i];
            }
            double squares = 0;
            for (int i = 0; i < columns; i++) {
                squares += Math.pow(x[from + i] - sum / columns, 2);
            }
            for (int i = 0; i < columns; i++) {
                double normal = (x[from + i] - sum / columns) / Math.sqrt(squares / columns + epsilon);
                y[from + i] = normal * scale[i] + shift[i];
            }
        }
        return y;
    }

    /** Every element of {@code [rows, channels]} by the squares of its neighbours. */
    public static double[] localResponse(
            int size, float alpha, float beta, float bias, int rows, int channels, float[] x) {
        double[] y = new double[x.length];
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < channels; c++) {
                double sum = 0;
                for (int i = c - (size - 1) / 2; i <= c + size / 2; i++) {
                    sum += i < 0 || i >= channels ? 0 : Math.pow(x[row * channels + i], 2);
                }
                y[row * channels + c] = x[row * channels + c] / Math.pow(bias + alpha / size * sum, beta);
            }
        }
        return y;
    }

    private ReferenceNormalisation() {}
}
