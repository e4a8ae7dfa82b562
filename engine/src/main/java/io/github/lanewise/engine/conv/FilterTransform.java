package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.WinogradPoints;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * {@code U = G g Gᵀ} for many filters at once: in float64, rounded once. A part is some input channels of a panel, whose
 * filters lie side by side in every plane of U. The scratch of one worker.
 *
 * <p>Loops over arrays, each with one expression, so that C2 makes vectors of them.
 */
final class FilterTransform {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final int TAPS = 9;

    /** Filters of a part: few enough to stay in the first-level cache with what becomes of them. */
    private static final int FILTERS = 128;

    private final WinogradFilters filters;
    private final double[][] matrix;
    private final int channels;
    private final int parts;
    private final double[][] taps;
    private final double[][] half;
    private final float[] transformed;

    FilterTransform(WinogradFilters filters) {
        this.filters = filters;
        matrix = WinogradPoints.filterMatrix(filters.outputs());
        channels = Math.max(1, FILTERS / filters.panelWidth());
        parts = Math.ceilDiv(filters.geometry().inChannels(), channels) * filters.panels();
        int most = channels * filters.panelWidth();
        taps = new double[TAPS][most];
        half = new double[3][most];
        transformed = new float[most];
    }

    /** Independent parts of the work, for {@link #compute}. */
    int parts() {
        return parts;
    }

    void compute(FilterView from, int part) {
        int panel = part % filters.panels();
        int first = part / filters.panels() * channels;
        int count = Math.min(channels, filters.geometry().inChannels() - first);
        gather(from, panel, first, count);
        int n = count * filters.panelWidth();
        for (int i = 0; i < matrix.length; i++) {
            for (int x = 0; x < half.length; x++) {
                combine(matrix[i], taps[x], taps[x + 3], taps[x + 6], half[x], n);
            }
            for (int j = 0; j < matrix.length; j++) {
                round(matrix[j], half[0], half[1], half[2], transformed, n);
                long to = filters.at(i * matrix.length + j, panel, first);
                MemorySegment.copy(transformed, 0, filters.segment(), FLOAT, to, n);
            }
        }
    }

    /** The taps of filters, and zeros in the columns that fill up the last panel. */
    private void gather(FilterView from, int panel, int first, int count) {
        int width = filters.panelWidth();
        int outs = Math.min(width, filters.geometry().outChannels() - panel * width);
        for (int tap = 0; tap < TAPS; tap++) {
            double[] target = taps[tap];
            for (int c = 0; c < count; c++) {
                long at = from.first()
                        + (long) panel * width * from.outStride()
                        + (first + c) * from.inStride()
                        + tap * from.tapStride();
                for (int o = 0; o < width; o++) {
                    target[c * width + o] = o < outs ? from.segment().getAtIndex(FLOAT, at + o * from.outStride()) : 0;
                }
            }
        }
    }

    private static void combine(double[] row, double[] a, double[] b, double[] c, double[] out, int n) {
        double first = row[0];
        double second = row[1];
        double third = row[2];
        for (int e = 0; e < n; e++) {
            out[e] = first * a[e] + second * b[e] + third * c[e];
        }
    }

    private static void round(double[] row, double[] a, double[] b, double[] c, float[] out, int n) {
        double first = row[0];
        double second = row[1];
        double third = row[2];
        for (int e = 0; e < n; e++) {
            out[e] = (float) (a[e] * first + b[e] * second + c[e] * third);
        }
    }
}
