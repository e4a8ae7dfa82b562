package io.github.lanewise.layers.data;

/** Bytes from 0 to 255 as floats from 0 to 1. */
final class UnsignedBytes {
    private static final float[] VALUES = new float[256];

    static {
        for (int value = 0; value < VALUES.length; value++) {
            VALUES[value] = value / 255f;
        }
    }

    private UnsignedBytes() {}

    /** Copies {@code count} bytes, each divided by 255 in float32 arithmetic. */
    static void copy(byte[] from, int fromAt, int count, float[] to, int toAt) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] = VALUES[Byte.toUnsignedInt(from[fromAt + i])];
        }
    }
}
