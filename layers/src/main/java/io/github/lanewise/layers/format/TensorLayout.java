package io.github.lanewise.layers.format;

/** How many elements and bytes a tensor of a type and of dimensions that are at least 0 has; exact or refused. */
record TensorLayout(long elements, long bytes) {
    /** The layout; {@link ArithmeticException} if there are more than 2⁶³ - 1 elements or bytes. */
    static TensorLayout of(OnnxType type, long[] dims) {
        long elements = 1;
        for (long dim : dims) {
            if (dim == 0) {
                return new TensorLayout(0, 0);
            }
        }
        for (long dim : dims) {
            elements = Math.multiplyExact(elements, dim);
        }
        return new TensorLayout(elements, Math.ceilDiv(Math.multiplyExact(elements, type.bits()), Byte.SIZE));
    }

    /** What the tensor takes in the file or once it is decoded, whichever is more. */
    long memoryBytes(OnnxType type) {
        if (type.isReal()) {
            return Math.max(bytes, Math.multiplyExact(elements, Float.BYTES));
        }
        return type.isInteger() ? Math.multiplyExact(elements, Long.BYTES) : Math.max(bytes, elements);
    }
}
