package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;

/** Gradients of pooling over NHWC images in float32, window by window in row-major order. */
public final class ReferencePoolingGradient {

    /** Each window gives to the first pixel that is not less than its largest. */
    public static float[] max(PoolGeometry geometry, Shape shape, float[] input, float[] gradient) {
        float[] largest = ReferencePooling.max(geometry, shape, input);
        float[] result = new float[input.length];
        Indices.forEach(geometry.outputShape(shape), (index, element) -> {
            for (int at : taps(geometry, shape, index)) {
                if (at >= 0 && !(input[at] < largest[element])) {
                    result[at] += gradient[element];
                    return;
                }
            }
        });
        return result;
    }

    /** Each window gives the same share to all its pixels. */
    public static float[] average(PoolGeometry geometry, boolean countPadding, Shape shape, float[] gradient) {
        float[] result = new float[Math.toIntExact(shape.elements())];
        int countedHeight = shape.dimension(1) + geometry.padding().bottom();
        int countedWidth = shape.dimension(2) + geometry.padding().right();
        Indices.forEach(geometry.outputShape(shape), (index, element) -> {
            int[] taps = taps(geometry, shape, index);
            int count = 0;
            for (int i = 0; i < taps.length; i++) {
                int y = top(geometry, index) + i / geometry.kernelWidth() * geometry.dilationHeight();
                int x = left(geometry, index) + i % geometry.kernelWidth() * geometry.dilationWidth();
                count += taps[i] >= 0 || (countPadding && y < countedHeight && x < countedWidth) ? 1 : 0;
            }
            for (int at : taps) {
                if (at >= 0) {
                    result[at] += (1f / count) * gradient[element];
                }
            }
        });
        return result;
    }

    /** The elements of the input that a window holds, -1 for those outside the image. */
    private static int[] taps(PoolGeometry geometry, Shape shape, int[] index) {
        int[] taps = new int[geometry.kernelHeight() * geometry.kernelWidth()];
        for (int i = 0; i < taps.length; i++) {
            int y = top(geometry, index) + i / geometry.kernelWidth() * geometry.dilationHeight();
            int x = left(geometry, index) + i % geometry.kernelWidth() * geometry.dilationWidth();
            boolean inside = y >= 0 && y < shape.dimension(1) && x >= 0 && x < shape.dimension(2);
            taps[i] = inside ? Indices.element(shape, new int[] {index[0], y, x, index[3]}) : -1;
        }
        return taps;
    }

    private static int top(PoolGeometry geometry, int[] index) {
        return index[1] * geometry.strideHeight() - geometry.padding().top();
    }

    private static int left(PoolGeometry geometry, int[] index) {
        return index[2] * geometry.strideWidth() - geometry.padding().left();
    }

    private ReferencePoolingGradient() {}
}
