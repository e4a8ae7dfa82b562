package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.Shape;
import java.util.Arrays;

/** Stacks of products in float64. */
public final class ReferenceMatMul {

    /** The product of {@code [..., m, k]} and {@code [..., k, n]}, both of rank 2 at least. */
    public static DoubleSums run(Shape aShape, float[] a, Shape bShape, float[] b, Shape shape) {
        DoubleSums sums = new DoubleSums(Math.toIntExact(shape.elements()));
        int k = aShape.dimension(aShape.rank() - 1);
        Indices.forEach(shape, (index, element) -> {
            int[] left = Arrays.copyOf(index, index.length);
            int[] right = Arrays.copyOf(index, index.length);
            for (int i = 0; i < k; i++) {
                left[left.length - 1] = i;
                right[right.length - 2] = i;
                float summand = a[Indices.aligned(aShape, left)];
                sums.add(element, (double) summand * b[Indices.aligned(bShape, right)]);
            }
        });
        return sums;
    }

    private ReferenceMatMul() {}
}
