package io.github.lanewise.engine.kernel;

/**
 * The register tile of a product that sums over pixels: rows are neighbouring floats at scattered places of one array,
 * columns come from a packed panel. Everything lies on the heap.
 */
public interface PixelKernel {

    /** Rows of a tile. */
    int rows();

    /** Columns of a tile and of a panel. */
    int columns();

    /**
     * {@code tile[r, c] = start[r, c] + Σ x[at[p] + offset + r] · panel[panelAt + p · columns + c]} over p in
     * {@code [0, pixels)}: one chain of fused multiply-adds for each element.
     *
     * @param start the values the sums begin with, row-major from index {@code startAt}; may be {@code tile} itself
     */
    void accumulate(
            int pixels,
            float[] x,
            int[] at,
            int offset,
            float[] panel,
            int panelAt,
            float[] start,
            int startAt,
            float[] tile,
            int tileAt);

    /** {@code panel[panelAt + p · columns + c] = lines[from + p · stride + c]} for all pixels and columns. */
    void pack(int pixels, float[] lines, int from, int stride, float[] panel, int panelAt);
}
