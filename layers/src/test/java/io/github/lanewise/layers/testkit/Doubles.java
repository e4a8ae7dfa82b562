package io.github.lanewise.layers.testkit;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.Arrays;

/** A float64 array {@code [N, H, W, C]} or {@code [N, F]}, for the naive twins. */
public final class Doubles {
    private final int[] dimensions;
    private final double[] values;

    private Doubles(int[] dimensions, double[] values) {
        this.dimensions = dimensions;
        this.values = values;
    }

    public static Doubles zeros(int... dimensions) {
        return new Doubles(
                dimensions, new double[Math.toIntExact(Shape.of(dimensions).elements())]);
    }

    public static Doubles of(Tensor tensor) {
        float[] floats = tensor.toArray();
        Doubles doubles = zeros(tensor.shape().toArray());
        Arrays.setAll(doubles.values, i -> floats[i]);
        return doubles;
    }

    public int dimension(int axis) {
        return dimensions[axis];
    }

    public int rank() {
        return dimensions.length;
    }

    public Shape shape() {
        return Shape.of(dimensions);
    }

    public double get(int... index) {
        return values[at(index)];
    }

    public void set(double value, int... index) {
        values[at(index)] = value;
    }

    /** In row-major order; not a copy. */
    public double[] values() {
        return values;
    }

    private int at(int[] index) {
        int at = 0;
        for (int axis = 0; axis < dimensions.length; axis++) {
            at = at * dimensions[axis] + index[axis];
        }
        return at;
    }
}
