package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;

/**
 * Conversions between the layouts of the outside world, NCHW images and OIHW filters, and those of the engine, NHWC and OHWI.
 *
 * <p>Outside, images lie densely in arrays, buffers, segments or tensors with exactly as many floats as the tensor inside has
 * elements, or a {@link ShapeException} names both. The tensor inside may have any padding; only its interior is written.
 * Source and target must not overlap. Bits are copied as they are; nothing is allocated.
 */
public final class Layout {

    /** From {@code [N, C, H, W]} to {@code [N, H, W, C]}. */
    public static void nchwToNhwc(float[] nchw, Tensor nhwc) {
        toNhwc(Floats.ARRAY, nchw, nhwc);
    }

    /** The same from the remaining floats of a buffer of any kind and byte order, whose position does not change. */
    public static void nchwToNhwc(FloatBuffer nchw, Tensor nhwc) {
        toNhwc(Floats.BUFFER, nchw, nhwc);
    }

    /** The same from a segment of any kind and alignment. */
    public static void nchwToNhwc(MemorySegment nchw, Tensor nhwc) {
        Access.require("nchw", nchw);
        toNhwc(Floats.SEGMENT, nchw, nhwc);
    }

    /** The same from a dense tensor {@code [N, C, H, W]} or {@code [N, C * H * W]}. */
    public static void nchwToNhwc(Tensor nchw, Tensor nhwc) {
        requirePlanes(nchw, nhwc);
        requireAccess("nchw", nchw, "nhwc", nhwc);
        LayoutCall.toPixels(Floats.SEGMENT, nchw.segment(), nhwc);
    }

    /** From {@code [N, H, W, C]} to {@code [N, C, H, W]}. */
    public static void nhwcToNchw(Tensor nhwc, float[] nchw) {
        toNchw(nhwc, Floats.ARRAY, nchw);
    }

    /** The same to the remaining floats of a writable buffer of any kind and byte order, whose position does not change. */
    public static void nhwcToNchw(Tensor nhwc, FloatBuffer nchw) {
        if (nchw.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        toNchw(nhwc, Floats.BUFFER, nchw);
    }

    /** The same to a writable segment of any kind and alignment. */
    public static void nhwcToNchw(Tensor nhwc, MemorySegment nchw) {
        if (nchw.isReadOnly()) {
            throw new IllegalArgumentException("images cannot be written to a read-only segment: " + nchw);
        }
        Access.require("nchw", nchw);
        toNchw(nhwc, Floats.SEGMENT, nchw);
    }

    /** The same to a dense tensor {@code [N, C, H, W]} or {@code [N, C * H * W]}. */
    public static void nhwcToNchw(Tensor nhwc, Tensor nchw) {
        requirePlanes(nchw, nhwc);
        requireAccess("nchw", nchw, "nhwc", nhwc);
        LayoutCall.toPlanes(nhwc, Floats.SEGMENT, nchw.segment());
    }

    /** Filters from a dense {@code [O, I, H, W]} to {@code [O, H, W, I]}. */
    public static void oihwToOhwi(Tensor oihw, Tensor ohwi) {
        requireAccess("oihw", oihw, "ohwi", ohwi);
        nchwToNhwc(oihw, ohwi);
    }

    /** Filters from {@code [O, H, W, I]} to a dense {@code [O, I, H, W]}. */
    public static void ohwiToOihw(Tensor ohwi, Tensor oihw) {
        requireAccess("oihw", oihw, "ohwi", ohwi);
        nhwcToNchw(ohwi, oihw);
    }

    private static <T> void toNhwc(Floats<T> floats, T nchw, Tensor nhwc) {
        requireCount(floats.count(nchw), nhwc);
        Access.require("nhwc", nhwc.segment());
        LayoutCall.toPixels(floats, nchw, nhwc);
    }

    private static <T> void toNchw(Tensor nhwc, Floats<T> floats, T nchw) {
        requireCount(floats.count(nchw), nhwc);
        Access.require("nhwc", nhwc.segment());
        LayoutCall.toPlanes(nhwc, floats, nchw);
    }

    private static void requireCount(long floats, Tensor nhwc) {
        requireImages(nhwc.shape());
        if (floats != nhwc.shape().elements()) {
            throw new ShapeException(
                    "images " + nhwc.shape() + " are " + nhwc.shape().elements() + " floats, got " + floats);
        }
    }

    private static void requirePlanes(Tensor nchw, Tensor nhwc) {
        Shape outside = nchw.shape();
        Shape inside = nhwc.shape();
        requireImages(inside);
        boolean images = outside.rank() == 4
                && outside.dimension(1) == inside.dimension(3)
                && outside.dimension(2) == inside.dimension(1)
                && outside.dimension(3) == inside.dimension(2);
        boolean features = outside.rank() == 2 && outside.elements() == inside.elements();
        if (!(images || features) || outside.dimension(0) != inside.dimension(0) || !nchw.isDense()) {
            throw new ShapeException("channels-first " + nchw + " does not hold the images " + inside);
        }
    }

    private static void requireAccess(String outside, Tensor planes, String inside, Tensor pixels) {
        Access.require(outside, planes.segment());
        Access.require(inside, pixels.segment());
    }

    private static void requireImages(Shape shape) {
        if (shape.rank() != 4) {
            throw new ShapeException("images are [batch, height, width, channels], got " + shape);
        }
    }

    private Layout() {}
}
