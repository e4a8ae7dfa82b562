package io.github.lanewise.layers.format;

/**
 * What a model file may ask for. A file beyond a limit ends in {@link ModelFormatException} before anything is allocated
 * for it. A dimension never exceeds 2³¹ - 1.
 *
 * @param headerBytes length of a safetensors header, at most 100,000,000 as the format says
 * @param items tensors or nodes of one file, and entries of its metadata
 * @param rank dimensions of one tensor, at most 8
 * @param tensorBytes one tensor, in the file and as float32
 * @param weightBytes all tensors of one file, each counted as for {@code tensorBytes}
 * @param stringLength UTF-16 characters of one name or text
 */
public record Limits(int headerBytes, int items, int rank, long tensorBytes, long weightBytes, int stringLength) {
    /** 16 MiB of header, 100,000 items of rank 8 and 2 GiB, 4 GiB of weights, 1 Mi characters in a string. */
    public static final Limits DEFAULT = new Limits(16 << 20, 100_000, 8, 2L << 30, 4L << 30, 1 << 20);

    static final int MAX_HEADER_BYTES = 100_000_000;
    private static final int MAX_RANK = 8;

    /** Throws {@link IllegalArgumentException} for a limit that is negative or more than its own maximum. */
    public Limits {
        requireWithin("headerBytes", headerBytes, MAX_HEADER_BYTES);
        requireWithin("items", items, Integer.MAX_VALUE);
        requireWithin("rank", rank, MAX_RANK);
        requireWithin("tensorBytes", tensorBytes, Long.MAX_VALUE);
        requireWithin("weightBytes", weightBytes, Long.MAX_VALUE);
        requireWithin("stringLength", stringLength, Integer.MAX_VALUE);
    }

    public Limits withHeaderBytes(int bytes) {
        return new Limits(bytes, items, rank, tensorBytes, weightBytes, stringLength);
    }

    public Limits withItems(int count) {
        return new Limits(headerBytes, count, rank, tensorBytes, weightBytes, stringLength);
    }

    public Limits withRank(int dimensions) {
        return new Limits(headerBytes, items, dimensions, tensorBytes, weightBytes, stringLength);
    }

    public Limits withTensorBytes(long bytes) {
        return new Limits(headerBytes, items, rank, bytes, weightBytes, stringLength);
    }

    public Limits withWeightBytes(long bytes) {
        return new Limits(headerBytes, items, rank, tensorBytes, bytes, stringLength);
    }

    public Limits withStringLength(int characters) {
        return new Limits(headerBytes, items, rank, tensorBytes, weightBytes, characters);
    }

    private static void requireWithin(String name, long value, long maximum) {
        if (value < 0 || value > maximum) {
            throw new IllegalArgumentException(name + " must be in 0.." + maximum + ", got " + value);
        }
    }
}
