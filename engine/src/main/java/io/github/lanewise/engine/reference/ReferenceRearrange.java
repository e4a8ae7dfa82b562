package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.Shape;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Copies of elements to other places, one by one. */
public final class ReferenceRearrange {

    /** {@code y[i] = x[place(i)]}; {@code value} where a coordinate of the place is negative. */
    public static float[] copy(Shape from, float[] x, Shape to, float value, UnaryOperator<int[]> place) {
        float[] y = new float[Math.toIntExact(to.elements())];
        Indices.forEach(to, (index, element) -> {
            int[] source = place.apply(index);
            boolean inside = true;
            for (int coordinate : source) {
                inside &= coordinate >= 0;
            }
            y[element] = inside ? x[Indices.element(from, source)] : value;
        });
        return y;
    }

    /** {@link #copy} with a place that is sought axis by axis. */
    public static float[] byAxis(Shape from, float[] x, Shape to, float value, IntUnaryOperator[] places) {
        return copy(from, x, to, value, index -> {
            int[] source = new int[index.length];
            for (int axis = 0; axis < index.length; axis++) {
                source[axis] = places[axis].applyAsInt(index[axis]);
            }
            return source;
        });
    }

    /** x along the axes of 1 and the missing ones, aligned at the last axes. */
    public static float[] expand(Shape from, float[] x, Shape to) {
        float[] y = new float[Math.toIntExact(to.elements())];
        Indices.forEach(to, (index, element) -> y[element] = x[Indices.aligned(from, index)]);
        return y;
    }

    private ReferenceRearrange() {}
}
