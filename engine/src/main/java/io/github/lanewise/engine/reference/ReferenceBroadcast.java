package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;

/** Functions of two elements in float64, rounded to float32, which for these is as if they were rounded once. */
public final class ReferenceBroadcast {

    public static float[] apply(
            BinaryOperation operation, Shape aShape, float[] a, Shape bShape, float[] b, Shape shape) {
        float[] result = new float[Math.toIntExact(shape.elements())];
        Indices.forEach(
                shape,
                (index, element) -> result[element] =
                        (float) apply(operation, a[Indices.aligned(aShape, index)], b[Indices.aligned(bShape, index)]));
        return result;
    }

    private static double apply(BinaryOperation operation, double a, double b) {
        return switch (operation) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> StrictMath.pow(a, b);
            case MINIMUM -> Math.min(a, b);
            case MAXIMUM -> Math.max(a, b);
            case PRELU -> a < 0 ? a * b : a;
        };
    }

    private ReferenceBroadcast() {}
}
