package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Filters in the Winograd domain, {@code U = G g Gᵀ}: computed in float64, rounded once, and packed in panels.
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
     * Zeros.
     *
     * @param panelWidth columns of the kernel that will read them
     */
    static WinogradFilters allocate(Arena arena, ConvGeometry geometry, int outputs, int panelWidth) {
        long columns = Math.ceilDiv(geometry.outChannels(), panelWidth) * (long) panelWidth;
        long points = (outputs + 2L) * (outputs + 2L);
        MemorySegment packed = arena.allocate(4 * points * geometry.inChannels() * columns, 64);
        return new WinogradFilters(geometry, outputs, panelWidth, packed);
    }

    /**
     * Transforms filters of shape {@code [outChannels, 3, 3, inChannels]} for tiles of {@code outputs x outputs}.
     *
     * @param panelWidth columns of the kernel that will read them
     */
    public static WinogradFilters of(Arena arena, ConvGeometry geometry, int outputs, Tensor ohwi, int panelWidth) {
        WinogradFilters filters = allocate(arena, geometry, outputs, panelWidth);
        FilterTransform transform = new FilterTransform(filters);
        for (int part = 0; part < transform.parts(); part++) {
            transform.compute(FilterView.of(ohwi), part);
        }
        return filters;
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
