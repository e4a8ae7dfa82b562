package io.github.lanewise.engine.conv;

import static io.github.lanewise.engine.conv.GradientTileBlock.SIDE;

import io.github.lanewise.engine.kernel.WinogradPoints;
import java.util.Arrays;

/**
 * {@code dW = Gᵀ M G} for all filters of a panel at once, in float64, rounded once. The scratch of one worker.
 *
 * <p>Loops over arrays, each with one expression, so that C2 makes vectors of them.
 */
final class FilterGradient {

    private static final int WIDTH = 3;
    private static final int TAPS = WIDTH * WIDTH;

    private final double[][] matrix = WinogradPoints.filterMatrix(GradientTileBlock.OUTPUTS);
    private double[][] half = new double[SIDE][0];
    private double[] tap = {};

    /** Makes filters, {@code [column, in, tap]}, of the sums of a panel in the total of a block. */
    void transform(GradientTileBlock block, int panel, double[] total, float[] filters) {
        int from = panel * block.panelSums();
        int plane = block.pointSums();
        if (tap.length < plane) {
            half = new double[SIDE][plane];
            tap = new double[plane];
        }
        for (int y = 0; y < WIDTH; y++) {
            for (int j = 0; j < SIDE; j++) {
                Arrays.fill(half[j], 0, plane, 0);
                for (int i = 0; i < SIDE; i++) {
                    add(matrix[i][y], total, from + (i * SIDE + j) * plane, half[j], plane);
                }
            }
            for (int x = 0; x < WIDTH; x++) {
                Arrays.fill(tap, 0, plane, 0);
                for (int j = 0; j < SIDE; j++) {
                    add(matrix[j][x], half[j], 0, tap, plane);
                }
                spread(block, block.columns(panel), y * WIDTH + x, filters);
            }
        }
    }

    private static void add(double factor, double[] from, int at, double[] to, int n) {
        for (int e = 0; e < n; e++) {
            to[e] += factor * from[at + e];
        }
    }

    /** Writes one tap of all filters. */
    private void spread(GradientTileBlock block, int columns, int index, float[] filters) {
        int filter = block.ins() * TAPS;
        for (int row = 0; row < block.ins(); row++) {
            for (int column = 0; column < columns; column++) {
                filters[column * filter + row * TAPS + index] = (float) tap[row * block.columns() + column];
            }
        }
    }
}
