package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The scale of every axis of a value that is resized, and its shape afterwards. */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record ResizeScales(Shape source, double[] scales, Shape shape) {
    static ResizeScales ofScales(Shape source, int[] axes, float[] scales) {
        if (scales.length != axes.length) {
            throw new IllegalArgumentException(scales.length + " scales for " + axes.length + " axes of " + source);
        }
        double[] all = new double[source.rank()];
        Arrays.fill(all, 1);
        int[] dimensions = source.toArray();
        for (int i = 0; i < axes.length; i++) {
            requirePositive(scales[i]);
            all[axes[i]] = scales[i];
            dimensions[axes[i]] = exact(Math.floor(dimensions[axes[i]] * (double) scales[i]));
        }
        return new ResizeScales(source, all, Shape.of(dimensions));
    }

    static ResizeScales ofSizes(Shape source, int[] axes, int[] sizes, String policy) {
        if (sizes.length != axes.length) {
            throw new IllegalArgumentException(sizes.length + " sizes for " + axes.length + " axes of " + source);
        }
        double[] all = new double[source.rank()];
        Arrays.fill(all, 1);
        int[] dimensions = source.toArray();
        double common = common(source, axes, sizes, policy);
        for (int i = 0; i < axes.length; i++) {
            int axis = axes[i];
            boolean stretched = policy.equals("stretch");
            dimensions[axis] = stretched ? sizes[i] : exact(Math.floor(common * source.dimension(axis) + 0.5));
            all[axis] = stretched ? sizes[i] / (double) source.dimension(axis) : common;
        }
        return new ResizeScales(source, all, Shape.of(dimensions));
    }

    /** The one scale with which no side is larger, or none smaller, than wanted. */
    private static double common(Shape source, int[] axes, int[] sizes, String policy) {
        double[] single = IntStream.range(0, axes.length)
                .mapToDouble(i -> sizes[i] / (double) source.dimension(axes[i]))
                .toArray();
        return switch (policy) {
            case "stretch" -> 1;
            case "not_larger" -> Arrays.stream(single).min().orElse(1);
            case "not_smaller" -> Arrays.stream(single).max().orElse(1);
            default -> throw new IllegalArgumentException("keep_aspect_ratio_policy is '" + policy + "'");
        };
    }

    boolean changes(int axis) {
        return scales[axis] != 1;
    }

    private static void requirePositive(double scale) {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("a scale of " + scale);
        }
    }

    private static int exact(double extent) {
        if (!(extent >= 0 && extent <= Integer.MAX_VALUE)) {
            throw new ArithmeticException("an extent of " + extent);
        }
        return (int) extent;
    }
}
