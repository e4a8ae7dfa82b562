package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.graph.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Operators that copy elements to other places, or see them in another shape. */
final class ExportedMovements {
    private ExportedMovements() {}

    static ExportedValue of(ExportedNode node, Operator operator) {
        return switch (operator) {
            case Operator.SubsamplePad pad -> subsamplePad(node, pad);
            case Operator.Flatten _ -> flatten(node);
            case Operator.Images _ -> images(node);
            case Operator.Reshape _ -> reshape(node);
            case Operator.Transpose transpose -> transpose(node, transpose.permutation());
            case Operator.Slice slice -> slice(node, slice);
            case Operator.Concat concat -> concat(node, concat.axis());
            case Operator.Pad pad -> pad(node, pad);
            case Operator.Expand _ -> expand(node);
            case Operator.Tile _ -> tile(node);
            case Operator.Gather gather -> gather(node, gather);
            case Operator.Lookup lookup -> lookup(node, lookup);
            default -> throw new IllegalArgumentException(operator + " does not move elements");
        };
    }

    /** Images in the order of {@code N, C, H, W}, which they have in ONNX anyway. */
    private static ExportedValue flatten(ExportedNode node) {
        Shape images = ExportedValue.channelsFirst(node.operand(0).shape());
        Shape shape = node.shape();
        if (shape.rank() == 2 && shape.dimension(0) == images.dimension(0)) {
            return node.result(
                    node.emit("Flatten", Map.of("axis", Attributes.integer(1)), List.of(node.images(0))), false);
        }
        return node.result(node.assembly().reshape(node.images(0), images, shape), false);
    }

    /** The opposite of {@link #flatten}. */
    private static ExportedValue images(ExportedNode node) {
        Shape images = ExportedValue.channelsFirst(node.shape());
        return node.result(
                node.assembly().reshape(node.plain(0), node.operand(0).shape(), images), true);
    }

    private static ExportedValue reshape(ExportedNode node) {
        return node.result(
                node.assembly().reshape(node.plain(0), node.operand(0).shape(), node.shape()), false);
    }

    private static ExportedValue transpose(ExportedNode node, List<Integer> permutation) {
        Map<String, OnnxAttribute> attributes = Map.of("perm", Attributes.ints(permutation));
        return node.result(node.emit("Transpose", attributes, List.of(node.plain(0))), false);
    }

    private static ExportedValue concat(ExportedNode node, int axis) {
        boolean images = node.prefersImages();
        Map<String, OnnxAttribute> attributes = Map.of("axis", Attributes.integer(ExportedNode.axis(axis, images)));
        return node.result(node.emit("Concat", attributes, node.inputs(images)), images);
    }

    /** A slice of the axes that change. */
    private static ExportedValue slice(ExportedNode node, Operator.Slice slice) {
        boolean images = node.prefersImages();
        List<Long> starts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        List<Long> axes = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        Shape from = node.operand(0).shape();
        for (int axis = 0; axis < from.rank(); axis++) {
            long start = slice.starts().get(axis);
            long step = slice.steps().get(axis);
            if (start != 0 || step != 1 || node.shape().dimension(axis) != from.dimension(axis)) {
                long end = start + node.shape().dimension(axis) * step;
                starts.add(start);
                ends.add(end < 0 ? -1L - from.dimension(axis) : end);
                axes.add((long) ExportedNode.axis(axis, images));
                steps.add(step);
            }
        }
        return node.result(slice(node, node.inputs(images).getFirst(), starts, ends, axes, steps), images);
    }

    private static String slice(
            ExportedNode node, String x, List<Long> starts, List<Long> ends, List<Long> axes, List<Long> steps) {
        if (axes.isEmpty()) {
            return x;
        }
        return node.emit(
                "Slice",
                x,
                vector(node, "starts", starts),
                vector(node, "ends", ends),
                vector(node, "axes", axes),
                vector(node, "steps", steps));
    }

    private static String vector(ExportedNode node, String name, List<Long> values) {
        return node.assembly()
                .integers(name, values.stream().mapToLong(Long::longValue).toArray());
    }

    /** A slice of every stride-th pixel, then channels of zeros. */
    private static ExportedValue subsamplePad(ExportedNode node, Operator.SubsamplePad pad) {
        boolean images = node.shape().rank() == 4;
        String x = node.inputs(images).getFirst();
        if (pad.stride() > 1) {
            long stride = pad.stride();
            List<Long> all = List.of(Long.MAX_VALUE, Long.MAX_VALUE);
            x = slice(node, x, List.of(0L, 0L), all, List.of(2L, 3L), List.of(stride, stride));
        }
        long[] pads = new long[2 * node.shape().rank()];
        pads[1] = pad.channelsBefore();
        pads[node.shape().rank() + 1] = pad.channelsAfter();
        return node.result(node.emit("Pad", x, node.assembly().integers("pads", pads)), images);
    }

    private static ExportedValue pad(ExportedNode node, Operator.Pad pad) {
        boolean images = node.prefersImages();
        Shape from = node.operand(0).shape();
        long[] pads = new long[2 * from.rank()];
        for (int axis = 0; axis < from.rank(); axis++) {
            int at = ExportedNode.axis(axis, images);
            int before = pad.before().get(axis);
            pads[at] = before;
            pads[at + from.rank()] = (long) node.shape().dimension(axis) - from.dimension(axis) - before;
        }
        Map<String, OnnxAttribute> attributes =
                Map.of("mode", Attributes.text(pad.margin().name().toLowerCase(Locale.ROOT)));
        List<String> inputs = new ArrayList<>(List.of(node.inputs(images).getFirst()));
        inputs.add(node.assembly().integers("pads", pads));
        if (pad.value() != 0) {
            inputs.add(node.assembly().scalar("value", pad.value()));
        }
        return node.result(node.emit("Pad", attributes, inputs), images);
    }

    private static ExportedValue expand(ExportedNode node) {
        long[] dims = Arrays.stream(node.shape().toArray()).asLongStream().toArray();
        Shape from = node.operand(0).shape();
        if (from.rank() == dims.length && dims.length > 0 && from.dimension(0) == dims[0]) {
            dims[0] = 1;
        }
        return node.result(node.emit("Expand", node.plain(0), node.assembly().integers("shape", dims)), false);
    }

    private static ExportedValue tile(ExportedNode node) {
        Shape from = node.operand(0).shape();
        long[] repeats = new long[from.rank()];
        Arrays.setAll(repeats, axis -> node.shape().dimension(axis) / Math.max(1, from.dimension(axis)));
        return node.result(node.emit("Tile", node.plain(0), node.assembly().integers("repeats", repeats)), false);
    }

    private static ExportedValue lookup(ExportedNode node, Operator.Lookup lookup) {
        List<String> inputs = List.of(node.plain(0), ExportedFunctions.cast(node, node.plain(1), OnnxType.INT64));
        return node.result(node.emit("Gather", Map.of("axis", Attributes.integer(lookup.axis())), inputs), false);
    }

    private static ExportedValue gather(ExportedNode node, Operator.Gather gather) {
        int more = node.shape().rank() - node.operand(0).shape().rank() + 1;
        Shape shape = Shape.of(Arrays.copyOfRange(node.shape().toArray(), gather.axis(), gather.axis() + more));
        long[] indices = gather.indices().stream().mapToLong(Long::longValue).toArray();
        List<String> inputs = List.of(node.plain(0), node.assembly().integers("indices", shape, indices));
        return node.result(node.emit("Gather", Map.of("axis", Attributes.integer(gather.axis())), inputs), false);
    }
}
