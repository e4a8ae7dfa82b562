package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Conversions between the layouts of the outside world, NCHW images and OIHW filters, and those of the engine, NHWC and
 * OHWI. Bits are moved, nothing is computed. Only the interior of a padded tensor is written.
 *
 * <p>Arrays, buffers and segments hold the images densely and must have exactly as many floats as the tensor has elements;
 * {@link ShapeException} otherwise. Heap memory is copied to native memory on the way.
 */
public final class Layout {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final Pool<Scratch> POOL = new Pool<>(Scratch::new);

    private static final class Scratch {
        private MemorySegment memory = MemorySegment.NULL;

        private MemorySegment ofBytes(long bytes) {
            if (memory.byteSize() < bytes) {
                memory = Arena.ofAuto().allocate(bytes, 64);
            }
            return memory;
        }
    }

    /** Images {@code [N, C, H, W]} into a tensor {@code [N, H, W, C]}. */
    public static void nchwToNhwc(float[] nchw, Tensor nhwc) {
        nchwToNhwc(MemorySegment.ofArray(nchw), nhwc);
    }

    /** From the buffer's position to its limit, which stay as they are; native byte order. */
    public static void nchwToNhwc(FloatBuffer nchw, Tensor nhwc) {
        nchwToNhwc(segment(nchw), nhwc);
    }

    public static void nchwToNhwc(MemorySegment nchw, Tensor nhwc) {
        long bytes = bytes(nchw, nhwc);
        if (nchw.isNative()) {
            spread(nchw, nhwc);
            return;
        }
        Scratch scratch = POOL.acquire();
        try {
            MemorySegment copy = scratch.ofBytes(bytes);
            MemorySegment.copy(nchw, 0, copy, 0, bytes);
            spread(copy, nhwc);
        } finally {
            POOL.release(scratch);
        }
    }

    /** A tensor {@code [N, H, W, C]} as images {@code [N, C, H, W]}; {@code [N, F]} is copied as it is. */
    public static void nhwcToNchw(Tensor nhwc, float[] nchw) {
        nhwcToNchw(nhwc, MemorySegment.ofArray(nchw));
    }

    /** To the buffer's position up to its limit, which stay as they are; native byte order. */
    public static void nhwcToNchw(Tensor nhwc, FloatBuffer nchw) {
        nhwcToNchw(nhwc, segment(nchw));
    }

    public static void nhwcToNchw(Tensor nhwc, MemorySegment nchw) {
        long bytes = bytes(nchw, nhwc);
        if (nchw.isNative()) {
            gather(nhwc, nchw);
            return;
        }
        Scratch scratch = POOL.acquire();
        try {
            MemorySegment copy = scratch.ofBytes(bytes);
            gather(nhwc, copy);
            MemorySegment.copy(copy, 0, nchw, 0, bytes);
        } finally {
            POOL.release(scratch);
        }
    }

    /** A tensor {@code [N, H, W, C]} into a dense one of as many elements that holds NCHW, {@code [N, C * H * W]} say. */
    public static void nhwcToNchw(Tensor nhwc, Tensor nchw) {
        if (!nchw.isDense() || nchw.shape().elements() != nhwc.shape().elements()) {
            throw new ShapeException("a dense tensor as large as " + nhwc.shape() + " is needed, got " + nchw.shape());
        }
        gather(nhwc, nchw.segment());
    }

    /** Filters {@code [O, I, H, W]} as PyTorch keeps them into {@code [O, H, W, I]}; both dense. */
    public static void oihwToOhwi(Tensor oihw, Tensor ohwi) {
        Shape from = oihw.shape();
        Shape to = ohwi.shape();
        if (from.rank() != 4
                || !to.equals(Shape.of(from.dimension(0), from.dimension(2), from.dimension(3), from.dimension(1)))
                || !oihw.isDense()
                || !ohwi.isDense()) {
            throw new ShapeException("dense filters [O, I, H, W] become [O, H, W, I], got " + from + " and " + to);
        }
        spread(oihw.segment(), ohwi);
    }

    private static void spread(MemorySegment planes, Tensor images) {
        Shape shape = images.shape();
        if (shape.rank() == 2) {
            MemorySegment.copy(planes, 0, images.segment(), 0, 4 * shape.elements());
            return;
        }
        int height = shape.dimension(1);
        int width = shape.dimension(2);
        int channels = shape.dimension(3);
        MemorySegment target = images.segment();
        long from = 0;
        for (int image = 0; image < shape.dimension(0); image++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int y = 0; y < height; y++, from += 4L * width) {
                    long to = images.at(image, y, 0) + 4L * channel;
                    for (int x = 0; x < width; x++) {
                        target.set(FLOAT, to + 4L * x * channels, planes.get(FLOAT, from + 4L * x));
                    }
                }
            }
        }
    }

    private static void gather(Tensor images, MemorySegment planes) {
        Shape shape = images.shape();
        if (shape.rank() == 2) {
            MemorySegment.copy(images.segment(), 0, planes, 0, 4 * shape.elements());
            return;
        }
        int width = shape.dimension(2);
        int channels = shape.dimension(3);
        MemorySegment source = images.segment();
        long to = 0;
        for (int image = 0; image < shape.dimension(0); image++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int y = 0; y < shape.dimension(1); y++, to += 4L * width) {
                    long from = images.at(image, y, 0) + 4L * channel;
                    for (int x = 0; x < width; x++) {
                        planes.set(FLOAT, to + 4L * x, source.get(FLOAT, from + 4L * x * channels));
                    }
                }
            }
        }
    }

    private static long bytes(MemorySegment outside, Tensor tensor) {
        long bytes = 4 * tensor.shape().elements();
        if (tensor.shape().rank() != 4 && tensor.shape().rank() != 2) {
            throw new ShapeException("images are [N, H, W, C] or [N, F], got " + tensor.shape());
        }
        if (outside.byteSize() != bytes) {
            throw new ShapeException("a tensor " + tensor.shape() + " needs "
                    + tensor.shape().elements() + " floats, got " + outside.byteSize() / 4);
        }
        return bytes;
    }

    private static MemorySegment segment(FloatBuffer buffer) {
        if (buffer.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("the buffer is in " + buffer.order()
                    + " order; use ByteBuffer.order(ByteOrder.nativeOrder()) before asFloatBuffer()");
        }
        return MemorySegment.ofBuffer(buffer);
    }

    private Layout() {}
}
