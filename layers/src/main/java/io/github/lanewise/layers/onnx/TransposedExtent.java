package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import java.util.Arrays;

/** The padding of a transposed convolution and the size of its result. */
record TransposedExtent(Padding padding, int height, int width) {
    /** One axis. */
    private record Line(int before, int after, int size) {}

    static TransposedExtent of(ImportedNode node, Windows windows, Shape images) throws ModelFormatException {
        int rank = windows.rank();
        int[] more = completed(node.ints("output_padding", new int[rank]), rank, 0);
        int[] wanted = completed(node.ints("output_shape", new int[rank]), rank, 1);
        Line rows = line(windows, 0, images.dimension(1), more[0], node.node().has("output_shape") ? wanted[0] : 0);
        Line columns =
                line(windows, 1, images.dimension(2), more[1], node.node().has("output_shape") ? wanted[1] : 0);
        return new TransposedExtent(
                new Padding(rows.before(), columns.before(), rows.after(), columns.after()),
                rows.size(),
                columns.size());
    }

    private static int[] completed(int[] values, int rank, int first) {
        int[] last = values.length > rank ? Arrays.copyOfRange(values, values.length - rank, values.length) : values;
        Windows.requireLength("output_padding or output_shape", last, rank);
        return rank == 1 ? new int[] {first, last[0]} : last;
    }

    /** The padding is given, or follows from the wanted size. */
    private static Line line(Windows windows, int axis, int size, int more, int wanted) {
        int stride = windows.strides()[axis];
        long full = (size - 1L) * stride + (windows.kernel()[axis] - 1L) * windows.dilations()[axis] + 1 + more;
        boolean same = windows.autoPad().startsWith("SAME");
        if (wanted == 0 && !same) {
            Padding padding = windows.autoPad().equals("VALID") ? Padding.NONE : windows.padding();
            int before = axis == 0 ? padding.top() : padding.left();
            int after = axis == 0 ? padding.bottom() : padding.right();
            return new Line(before, after, Math.toIntExact(full - before - after));
        }
        int target = wanted == 0 ? Math.multiplyExact(size, stride) : wanted;
        int total = Math.toIntExact(Math.max(0, full - target));
        int smaller = total / 2;
        boolean moreBehind = windows.autoPad().equals("SAME_UPPER");
        return moreBehind ? new Line(smaller, total - smaller, target) : new Line(total - smaller, smaller, target);
    }
}
