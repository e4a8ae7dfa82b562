package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;

/**
 * The way between a tensor of a plan and the outside. Arrays, buffers and segments are channels-first, dense and of the
 * right size; tensors outside are {@code [N, H, W, C]} where they are images.
 *
 * @param index of the model's input or output
 * @param outside the shape outside
 * @param pixels the tensor, seen as images that have the same order outside if it is not one of images
 */
record PlanPort(int index, Shape outside, Edge edge, Tensor tensor, Tensor pixels) {
    static PlanPort of(int index, Shape outside, Edge edge, Tensor tensor) {
        return new PlanPort(index, outside, edge, tensor, edge == Edge.SAME ? asImages(tensor) : tensor);
    }

    /** Each row as an image of one channel, which has the same order outside and inside. */
    private static Tensor asImages(Tensor tensor) {
        return tensor.reshape(1, 1, Math.toIntExact(tensor.shape().elements()), 1);
    }

    long elements() {
        return outside.elements();
    }

    void read(float[] values) {
        Layout.nchwToNhwc(values, pixels);
    }

    void read(FloatBuffer values) {
        Layout.nchwToNhwc(values, pixels);
    }

    void read(MemorySegment values) {
        Layout.nchwToNhwc(values, pixels);
    }

    /** From a tensor of {@link #tensorShape(Shape)}. */
    void read(Tensor values) {
        if (edge == Edge.SAME) {
            if (outside.rank() == 4) {
                Layout.nhwcToNchw(values, tensor);
            } else {
                tensor.copyFrom(values);
            }
        } else if (outside.rank() == 4) {
            tensor.copyFrom(values);
        } else {
            Layout.nchwToNhwc(values.reshape(outside.dimension(0), features()), tensor);
        }
    }

    void write(float[] values) {
        Layout.nhwcToNchw(pixels, values);
    }

    void write(FloatBuffer values) {
        Layout.nhwcToNchw(pixels, values);
    }

    void write(MemorySegment values) {
        Layout.nhwcToNchw(pixels, values);
    }

    /** To a dense tensor of {@link #tensorShape(Shape)}. */
    void write(Tensor result) {
        if (edge == Edge.SAME) {
            if (outside.rank() == 4) {
                Layout.nchwToNhwc(tensor, result);
            } else {
                result.copyFrom(tensor);
            }
        } else if (outside.rank() == 4) {
            result.copyFrom(tensor);
        } else {
            Layout.nhwcToNchw(tensor, result.reshape(outside.dimension(0), features()));
        }
    }

    private int features() {
        return outside.dimension(1) * outside.dimension(2);
    }

    /** The shape of a tensor outside, {@code [N, H, W, C]} for images {@code [N, C, H, W]}. */
    static Shape tensorShape(Shape outside) {
        return outside.rank() == 4
                ? Shape.of(outside.dimension(0), outside.dimension(2), outside.dimension(3), outside.dimension(1))
                : outside;
    }
}
