package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import java.util.Arrays;

/** An array with its shape, given to a model or returned by it by name; row-major, images channels-first. */
public sealed interface Data {
    Shape shape();

    /** The values as float32; {@link IllegalArgumentException} if one of them is not exact. */
    float[] toFloats();

    /** Takes the array as it is; {@link ShapeException} if its length does not fit. */
    static Floats of(float[] values, int... dimensions) {
        return new Floats(Shape.of(dimensions), values);
    }

    /** Takes the array as it is; {@link ShapeException} if its length does not fit. */
    static Integers of(long[] values, int... dimensions) {
        return new Integers(Shape.of(dimensions), values);
    }

    /** Floating-point numbers of any type, as float32. */
    @SuppressWarnings("ArrayRecordComponent") // taken as it is, and compared by content
    record Floats(Shape shape, float[] values) implements Data {
        public Floats {
            requireLength(values.length, shape);
        }

        @Override
        public float[] toFloats() {
            return values;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Floats that && shape.equals(that.shape) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Floats " + shape;
        }
    }

    /** Whole numbers of any type; truth values are 0 and 1. */
    @SuppressWarnings("ArrayRecordComponent") // taken as it is, and compared by content
    record Integers(Shape shape, long[] values) implements Data {
        private static final long EXACT = 1L << 24;

        public Integers {
            requireLength(values.length, shape);
        }

        @Override
        public float[] toFloats() {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                if (values[i] < -EXACT || values[i] > EXACT) {
                    throw new IllegalArgumentException(values[i] + " is beyond the whole numbers that float32 holds");
                }
                floats[i] = values[i];
            }
            return floats;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Integers that && shape.equals(that.shape) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Integers " + shape;
        }
    }

    private static void requireLength(int length, Shape shape) {
        if (length != shape.elements()) {
            throw new ShapeException(length + " values for the shape " + shape);
        }
    }
}
