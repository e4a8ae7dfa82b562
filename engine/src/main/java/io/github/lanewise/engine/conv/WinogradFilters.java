package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.WinogradPoints;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Filters in the Winograd domain, {@code U = G g Gᵀ}: computed in float64, rounded once, and packed for a tile kernel.
 *
 * <p>{@code [points, panels, inChannels, panelWidth]}: for each of the (m + 2)² points a matrix of inChannels rows and
 * outChannels columns, in panels of the kernel's columns, the last one filled up with zeros.
 */
public final class WinogradFilters {

    private final ConvGeometry geometry;
    private final int outputs;
    private final int panelWidth;
    private final MemorySegment segment;

    private WinogradFilters(ConvGeometry geometry, int outputs, int panelWidth, MemorySegment segment) {
        this.geometry = geometry;
        this.outputs = outputs;
        this.panelWidth = panelWidth;
        this.segment = segment;
    }

    /**
     * Transforms filters of shape {@code [outChannels, 3, 3, inChannels]} for tiles of {@code outputs x outputs}.
     *
     * @param panelWidth columns of the kernel that will read them
     */
    public static WinogradFilters of(Arena arena, ConvGeometry geometry, int outputs, Tensor ohwi, int panelWidth) {
        long columns = Math.ceilDiv(geometry.outChannels(), panelWidth) * (long) panelWidth;
        long points = (outputs + 2L) * (outputs + 2L);
        MemorySegment packed = arena.allocate(4 * points * geometry.inChannels() * columns, 64);
        WinogradFilters filters = new WinogradFilters(geometry, outputs, panelWidth, packed);
        double[][] matrix = WinogradPoints.filterMatrix(outputs);
        double[] filter = new double[9];
        double[] transformed = new double[(int) points];
        for (int panel = 0; panel < filters.panels(); panel++) {
            int first = panel * panelWidth;
            int count = Math.min(panelWidth, geometry.outChannels() - first);
            for (int c = 0; c < geometry.inChannels(); c++) {
                for (int o = 0; o < count; o++) {
                    gather(ohwi.segment(), geometry.inChannels(), first + o, c, filter);
                    transform(matrix, filter, transformed);
                    filters.scatter(transformed, panel, c, o);
                }
            }
        }
        return filters;
    }

    private static void gather(MemorySegment ohwi, int channels, int o, int c, double[] filter) {
        for (int tap = 0; tap < filter.length; tap++) {
            filter[tap] = ohwi.getAtIndex(ValueLayout.JAVA_FLOAT, (o * 9L + tap) * channels + c);
        }
    }

    /** {@code G g Gᵀ}. */
    private static void transform(double[][] matrix, double[] g, double[] transformed) {
        for (int i = 0; i < matrix.length; i++) {
            double[] row = matrix[i];
            double left = row[0] * g[0] + row[1] * g[3] + row[2] * g[6];
            double middle = row[0] * g[1] + row[1] * g[4] + row[2] * g[7];
            double right = row[0] * g[2] + row[1] * g[5] + row[2] * g[8];
            for (int j = 0; j < matrix.length; j++) {
                double[] column = matrix[j];
                transformed[i * matrix.length + j] = left * column[0] + middle * column[1] + right * column[2];
            }
        }
    }

    private void scatter(double[] transformed, int panel, int c, int o) {
        for (int point = 0; point < transformed.length; point++) {
            segment.set(ValueLayout.JAVA_FLOAT, at(point, panel, c) + 4L * o, (float) transformed[point]);
        }
    }

    public ConvGeometry geometry() {
        return geometry;
    }

    /** Rows and columns of outputs in a tile: m. */
    int outputs() {
        return outputs;
    }

    int panelWidth() {
        return panelWidth;
    }

    int panels() {
        return Math.ceilDiv(geometry.outChannels(), panelWidth);
    }

    MemorySegment segment() {
        return segment;
    }

    /** Byte of row {@code c} of a panel. */
    long at(int point, int panel, int c) {
        return 4L * panelWidth * (((long) point * panels() + panel) * geometry.inChannels() + c);
    }

    /** Bytes of native memory. */
    public long bytes() {
        return segment.byteSize();
    }
}
