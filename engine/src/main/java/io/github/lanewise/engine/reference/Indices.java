package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.Shape;

/** Indices of row-major arrays. */
final class Indices {

    /** Sees the index of an element. */
    @FunctionalInterface
    interface Visitor {
        void visit(int[] index, int element);
    }

    /** Goes through all elements in row-major order; the index is used again for the next one. */
    static void forEach(Shape shape, Visitor visitor) {
        int[] index = new int[shape.rank()];
        for (int element = 0; element < shape.elements(); element++) {
            int rest = element;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                index[axis] = rest % shape.dimension(axis);
                rest /= shape.dimension(axis);
            }
            visitor.visit(index, element);
        }
    }

    /** The element at the last axes of an index, in a shape that is broadcast to it. */
    static int aligned(Shape shape, int[] index) {
        int element = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            int at = shape.dimension(axis) == 1 ? 0 : index[axis + index.length - shape.rank()];
            element = element * shape.dimension(axis) + at;
        }
        return element;
    }

    /** The element at an index. */
    static int element(Shape shape, int[] index) {
        int element = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            element = element * shape.dimension(axis) + index[axis];
        }
        return element;
    }

    private Indices() {}
}
