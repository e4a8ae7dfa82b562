package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Slices, and splits, which are some slices. */
final class SliceOperators {
    private SliceOperators() {}

    static Operand slice(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        long[] starts = required(node.integers("starts", 1), "starts");
        long[] ends = required(node.integers("ends", 2), "ends");
        long[] given = node.integers("axes", 3);
        int[] axes = given == null ? Axes.all(starts.length) : Axes.of(given, x.rank());
        long[] steps = node.has(4) ? node.operand(4).known().values() : null;
        if (ends.length != starts.length || axes.length != starts.length || axes.length > x.rank()) {
            throw new IllegalArgumentException("starts, ends and axes of different lengths");
        }
        List<Integer> first = MovementOperators.repeated(x.rank(), 0);
        List<Integer> next = MovementOperators.repeated(x.rank(), 1);
        int[] dimensions = x.shape().toArray();
        for (int i = 0; i < axes.length; i++) {
            int axis = axes[i];
            int extent = dimensions[axis];
            long step = steps == null ? 1 : steps[i];
            if (step == 0 || step == Long.MIN_VALUE) {
                throw new IllegalArgumentException("a step of " + step);
            }
            long start = clamp(starts[i], extent, 0, step > 0 ? extent : extent - 1);
            long end = clamp(ends[i], extent, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1);
            long count = Math.max(0, Math.ceilDiv(end - start, step));
            dimensions[axis] = Math.toIntExact(count);
            first.set(axis, Math.toIntExact(count == 0 ? 0 : start));
            next.set(axis, Math.clamp(step, -Math.max(1, extent), Math.max(1, extent)));
        }
        return take(node, x, Shape.of(dimensions), first, next);
    }

    private static long[] required(long @Nullable [] values, String name) {
        if (values == null) {
            throw new IllegalArgumentException(name + " are missing");
        }
        return values;
    }

    private static long clamp(long index, int extent, long least, long most) {
        long counted = index < 0 ? Math.max(index, -(long) extent - 1) + extent : index;
        return Math.clamp(counted, least, Math.max(least, most));
    }

    private static Operand take(ImportedNode node, Operand x, Shape shape, List<Integer> starts, List<Integer> steps) {
        if (x.isKnown() && !x.type().isFloat()) {
            return Operand.integers(node.assembly(), x.type(), x.known().slice(shape, starts, steps));
        }
        if (x.prefersImages()) {
            Operator slice = new Operator.Slice(Axes.inImages(starts, 0), Axes.inImages(steps, 1));
            return node.images(x.type(), slice, shape, x.images());
        }
        return node.plain(x.type(), new Operator.Slice(starts, steps), shape, x.plain());
    }

    static List<Operand> split(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        int axis = Axes.of(node.integer("axis", 0), x.rank());
        int extent = x.shape().dimension(axis);
        long[] given = node.integers("split", 1);
        int[] sizes = given == null ? equalParts(node, extent) : ImportedNode.exact(given);
        boolean fits = Arrays.stream(sizes).allMatch(size -> size >= 0)
                && Arrays.stream(sizes).asLongStream().sum() == extent;
        if (!fits) {
            throw new IllegalArgumentException("parts " + Arrays.toString(sizes) + " of " + extent);
        }
        List<Operand> parts = new ArrayList<>();
        int start = 0;
        for (int size : sizes) {
            List<Integer> starts = MovementOperators.repeated(x.rank(), 0);
            starts.set(axis, size == 0 ? 0 : start);
            List<Integer> steps = MovementOperators.repeated(x.rank(), 1);
            parts.add(take(node, x, Axes.with(x.shape(), axis, size), starts, steps));
            start += size;
        }
        return parts;
    }

    /** Parts of the same size, the last one perhaps smaller. */
    private static int[] equalParts(ImportedNode node, int extent) throws ModelFormatException {
        int outputs = node.node().outputs().size();
        int parts = node.integer("num_outputs", outputs);
        Windows.requirePositive("the number of outputs", parts);
        if (parts > outputs) {
            throw new IllegalArgumentException("num_outputs is " + parts + ", the node has " + outputs + " outputs");
        }
        int size = Math.ceilDiv(extent, parts);
        return IntStream.range(0, parts)
                .map(part -> Math.clamp(extent - (long) part * size, 0, size))
                .toArray();
    }
}
