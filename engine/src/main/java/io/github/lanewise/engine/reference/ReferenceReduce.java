package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import java.util.Arrays;

/** Sums in float64 and extremes over any axes. */
public final class ReferenceReduce {

    /** Results with the reduced axes as 1. */
    public static double[] apply(Reduction reduction, Shape shape, float[] x, Shape kept) {
        double[] results = new double[Math.toIntExact(kept.elements())];
        Arrays.fill(results, reduction.identity());
        Indices.forEach(shape, (index, element) -> {
            int result = Indices.aligned(kept, index);
            results[result] = accumulate(reduction, results[result], x[element]);
        });
        double count = (double) shape.elements() / Math.max(1, kept.elements());
        for (int i = 0; i < results.length; i++) {
            results[i] = switch (reduction) {
                case MEAN -> results[i] / count;
                case L2 -> Math.sqrt(results[i]);
                default -> results[i];
            };
        }
        return results;
    }

    /** The index of the largest of {@code sign · x} along an axis; NaN is larger than any number. */
    public static float[] extremeIndex(int sign, Shape shape, float[] x, int axis, boolean selectLast, Shape kept) {
        float[] best = new float[Math.toIntExact(kept.elements())];
        float[] largest = new float[best.length];
        Indices.forEach(shape, (index, element) -> {
            int result = Indices.aligned(kept, index);
            float value = sign * x[element] + 0f;
            int order = index[axis] == 0 ? 1 : Float.compare(value, largest[result]);
            if (order > 0 || (order == 0 && selectLast)) {
                best[result] = index[axis];
                largest[result] = value;
            }
        });
        return best;
    }

    private static double accumulate(Reduction reduction, double partial, double x) {
        return switch (reduction) {
            case SUM, MEAN -> partial + x;
            case MINIMUM -> Math.min(partial, x);
            case MAXIMUM -> Math.max(partial, x);
            case L1 -> partial + Math.abs(x);
            case L2, SUM_OF_SQUARES -> partial + x * x;
        };
    }

    private ReferenceReduce() {}
}
