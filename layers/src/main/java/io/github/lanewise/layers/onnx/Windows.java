package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.layers.format.ModelFormatException;
import java.util.Arrays;

/**
 * The attributes that convolutions and poolings share, for images; those of sequences {@code [N, C, L]}, which are images
 * of one row, are completed.
 *
 * @param rank of the value without batch and channels, 1 or 2
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record Windows(int rank, int[] kernel, int[] strides, int[] dilations, Padding padding, String autoPad) {
    static Windows of(ImportedNode node, int rank, int[] kernel) throws ModelFormatException {
        int[] pads = node.ints("pads", new int[2 * rank]);
        requireLength("pads", pads, 2 * rank);
        Padding padding =
                rank == 1 ? new Padding(0, pads[0], 0, pads[1]) : new Padding(pads[0], pads[1], pads[2], pads[3]);
        String autoPad = node.node().text("auto_pad", "NOTSET");
        return new Windows(
                rank,
                planar(kernel, rank),
                planar(node.ints("strides", ones(rank)), rank),
                planar(node.ints("dilations", ones(rank)), rank),
                padding,
                autoPad);
    }

    /** The number of axes that windows run over; {@link UnsupportedException} unless it is 1 or 2. */
    static int requireSpatialRank(Operand x) {
        int rank = x.rank() - 2;
        if (rank < 1) {
            throw new IllegalArgumentException("windows over a value of shape " + x.shape());
        }
        requireFewAxes(rank);
        return rank;
    }

    /** {@link UnsupportedException} if windows have more than two axes by their size or, if it is known, by their weights. */
    static void requireFewAxes(ImportedNode node) throws ModelFormatException {
        requireFewAxes(node.ints("kernel_shape").length);
        if (node.knows(1)) {
            requireFewAxes(node.operand(1).rank() - 2);
        }
    }

    private static void requireFewAxes(int rank) {
        if (rank > 2) {
            throw new UnsupportedException("windows over " + rank + " axes");
        }
    }

    /** The padding for an image of this size, which {@code auto_pad} may determine. */
    Padding padding(int height, int width) {
        return switch (autoPad) {
            case "NOTSET", "" -> padding;
            case "VALID" -> Padding.NONE;
            case "SAME_UPPER", "SAME_LOWER" -> {
                int vertical = missing(height, 0);
                int horizontal = missing(width, 1);
                boolean upper = autoPad.equals("SAME_UPPER");
                int top = upper ? vertical / 2 : vertical - vertical / 2;
                int left = upper ? horizontal / 2 : horizontal - horizontal / 2;
                yield new Padding(top, left, vertical - top, horizontal - left);
            }
            default -> throw new IllegalArgumentException("auto_pad is '" + autoPad + "'");
        };
    }

    /** How much more than the image the windows of {@code ⌈size / stride⌉} outputs need. */
    private int missing(int size, int axis) {
        requirePositive("strides", strides[axis]);
        long outputs = Math.ceilDiv(size, strides[axis]);
        long needed = (outputs - 1) * strides[axis] + (kernel[axis] - 1L) * dilations[axis] + 1;
        return Math.toIntExact(Math.max(0, needed - size));
    }

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }

    /** Two numbers, for height and width. */
    static int[] planar(int[] perAxis, int rank) {
        requireLength("kernel_shape, strides or dilations", perAxis, rank);
        return rank == 1 ? new int[] {1, perAxis[0]} : perAxis;
    }

    static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    static void requireLength(String name, int[] values, int length) {
        if (values.length != length) {
            throw new IllegalArgumentException(name + " " + Arrays.toString(values) + " for " + length + " numbers");
        }
    }
}
