package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.Shape;

/** Resized NHWC images in float64. */
public final class ReferenceResize {

    public static double[] run(ResizeGeometry geometry, Shape from, float[] x, Shape to) {
        double[] y = new double[Math.toIntExact(to.elements())];
        Indices.forEach(to, (index, element) -> {
            double row = geometry.sourceRow(index[1], from.dimension(1), to.dimension(1));
            double column = geometry.sourceColumn(index[2], from.dimension(2), to.dimension(2));
            if (geometry.method() == ResizeGeometry.Method.NEAREST) {
                int nearestRow = geometry.nearest(row, from.dimension(1));
                int nearestColumn = geometry.nearest(column, from.dimension(2));
                y[element] = pixel(from, x, index[0], nearestRow, nearestColumn, index[3]);
                return;
            }
            int top = (int) Math.floor(row);
            int left = (int) Math.floor(column);
            double v = row - top;
            double u = column - left;
            y[element] = (1 - v) * (1 - u) * pixel(from, x, index[0], top, left, index[3])
                    + (1 - v) * u * pixel(from, x, index[0], top, left + 1, index[3])
                    + v * (1 - u) * pixel(from, x, index[0], top + 1, left, index[3])
                    + v * u * pixel(from, x, index[0], top + 1, left + 1, index[3]);
        });
        return y;
    }

    /** Pixels outside are those at the edge. */
    private static double pixel(Shape shape, float[] x, int image, int row, int column, int channel) {
        int insideRow = Math.clamp(row, 0, shape.dimension(1) - 1);
        int insideColumn = Math.clamp(column, 0, shape.dimension(2) - 1);
        return x[Indices.element(shape, new int[] {image, insideRow, insideColumn, channel})];
    }

    private ReferenceResize() {}
}
