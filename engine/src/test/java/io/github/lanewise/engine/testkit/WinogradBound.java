package io.github.lanewise.engine.testkit;

import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.tensor.Shape;

/**
 * The bound that {@code ConvAlgorithm} states for Winograd convolutions F(m x m, 3x3), computed from the points alone: the
 * matrices are those of Lagrange interpolation through 0, ±p, (±q,) and infinity.
 */
public final class WinogradBound {
    private static final double EPS = 0x1p-24;

    /** Roundings beside one per input channel: of the filter, twice two of the input, twice three of the output, and two. */
    private static final int OTHER_ROUNDINGS = 1 + 4 + 6 + 2;

    private final ConvProblem problem;
    private final int outputs;
    private final double[][] input;
    private final double[][] filter;
    private final double[][] output;
    private final float[] images;
    private final float[] weights;

    private WinogradBound(ConvProblem problem, double... points) {
        this.problem = problem;
        int size = points.length + 1;
        outputs = size - 2;
        input = new double[size][];
        filter = new double[size][];
        output = new double[outputs][size];
        for (int i = 0; i < size; i++) {
            double[] others = new double[i < points.length ? points.length - 1 : points.length];
            for (int j = 0, k = 0; j < points.length; j++) {
                if (j != i) {
                    others[k] = points[j];
                    k++;
                }
            }
            input[i] = product(others, size);
            filter[i] = i < points.length ? filterRow(points[i], others) : new double[] {0, 0, 1};
            for (int y = 0; y < outputs; y++) {
                output[y][i] = i < points.length ? Math.abs(Math.pow(points[i], y)) : y == outputs - 1 ? 1 : 0;
            }
        }
        images = problem.input();
        weights = problem.weights();
    }

    /** Fails where an output is farther from float64 than the bound allows. */
    public static void assertWithin(ConvProblem problem, int outputs, float[] actual) {
        WinogradBound bound = outputs == 2
                ? new WinogradBound(problem, 0, 1, -1)
                : new WinogradBound(problem, 0, 0.625, -0.625, 1.5, -1.5);
        double[] magnitudes = bound.magnitudes();
        DoubleSums expected = problem.float64();
        int roundings = problem.geometry().inChannels() + OTHER_ROUNDINGS;
        double gamma = roundings * EPS / (1 - roundings * EPS);
        int channels = problem.geometry().outChannels();
        float[] bias = problem.bias();
        float[] residual = problem.residual();
        for (int i = 0; i < actual.length; i++) {
            double magnitude = magnitudes[i]
                    + (bias == null ? 0 : Math.abs(bias[i % channels]))
                    + (residual == null ? 0 : Math.abs(residual[i]));
            double error = Math.abs(actual[i] - expected.sum(i));
            if (!(error <= 2 * gamma * magnitude)) {
                throw new AssertionError("element " + i + " is " + actual[i] + " instead of " + expected.sum(i)
                        + ", farther than " + 2 * gamma * magnitude + ", in " + problem);
            }
        }
    }

    /** {@code |Aᵀ| [Σ_c (|G| |w| |Gᵀ|) ⊙ (|Bᵀ| |d| |B|)] |A|} for every output. */
    private double[] magnitudes() {
        Shape shape = problem.outputShape();
        int height = shape.dimension(1);
        int width = shape.dimension(2);
        double[][] filters = filters();
        double[] magnitudes = new double[(int) shape.elements()];
        for (int image = 0; image < problem.batch(); image++) {
            for (int y = 0; y < height; y += outputs) {
                for (int x = 0; x < width; x += outputs) {
                    double[] tile = tile(image, y, x);
                    for (int o = 0; o < shape.dimension(3); o++) {
                        for (int i = 0; i < outputs * outputs; i++) {
                            int row = y + i / outputs;
                            int column = x + i % outputs;
                            if (row < height && column < width) {
                                int at = ((image * height + row) * width + column) * shape.dimension(3) + o;
                                magnitudes[at] = output(tile, filters[o], i / outputs, i % outputs);
                            }
                        }
                    }
                }
            }
        }
        return magnitudes;
    }

    /** One output of a tile: y and x count within it. */
    private double output(double[] tile, double[] filter, int y, int x) {
        int size = input.length;
        double sum = 0;
        for (int i = 0; i < tile.length; i++) {
            int point = i % (size * size);
            sum += output[y][point / size] * output[x][point % size] * tile[i] * filter[i];
        }
        return sum;
    }

    /** {@code |Bᵀ| |d| |B|} for every channel and point of a tile. */
    private double[] tile(int image, int y, int x) {
        int size = input.length;
        int channels = problem.geometry().inChannels();
        double[] tile = new double[channels * size * size];
        for (int k = 0; k < size * size; k++) {
            int row = y + k / size - problem.geometry().padding().top();
            int column = x + k % size - problem.geometry().padding().left();
            if (row >= 0 && row < problem.height() && column >= 0 && column < problem.width()) {
                int pixel = (image * problem.height() + row) * problem.width() + column;
                for (int i = 0; i < tile.length; i++) {
                    int point = i % (size * size);
                    double factor = input[point / size][k / size] * input[point % size][k % size];
                    tile[i] += Math.abs(factor * images[pixel * channels + i / (size * size)]);
                }
            }
        }
        return tile;
    }

    /** {@code |G| |w| |Gᵀ|} for every output channel, input channel and point. */
    private double[][] filters() {
        int size = input.length;
        int channels = problem.geometry().inChannels();
        double[][] filters = new double[problem.geometry().outChannels()][channels * size * size];
        for (int o = 0; o < filters.length; o++) {
            for (int i = 0; i < filters[o].length; i++) {
                int point = i % (size * size);
                for (int tap = 0; tap < 9; tap++) {
                    double factor = filter[point / size][tap / 3] * filter[point % size][tap % 3];
                    filters[o][i] += Math.abs(factor * weights[(o * 9 + tap) * channels + i / (size * size)]);
                }
            }
        }
        return filters;
    }

    /** The coefficients of {@code Π (x - root)}, of the constant first. */
    private static double[] product(double[] roots, int size) {
        double[] coefficients = new double[size];
        coefficients[0] = 1;
        for (double root : roots) {
            for (int i = size - 1; i > 0; i--) {
                coefficients[i] = coefficients[i - 1] - root * coefficients[i];
            }
            coefficients[0] *= -root;
        }
        return coefficients;
    }

    private static double[] filterRow(double point, double[] others) {
        double divisor = 1;
        for (double other : others) {
            divisor *= point - other;
        }
        return new double[] {1 / divisor, point / divisor, point * point / divisor};
    }
}
