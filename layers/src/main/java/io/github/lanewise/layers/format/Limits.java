package io.github.lanewise.layers.format;

/**
 * What a model file may ask for. A file beyond a limit ends in {@link ModelFormatException} before anything is allocated
 * for it. A dimension never exceeds 2³¹ - 1.
 *
 * @param headerBytes length of a safetensors header, at most 100,000,000 as the format says
 * @param fileBytes length of an ONNX file, less than 2 GiB as protobuf says, without external data
 * @param items tensors, nodes or values of one file, entries of its metadata; inputs, outputs and attributes of one node,
 *     and numbers or texts in one attribute
 * @param rank dimensions of one tensor, at most 8
 * @param tensorBytes one tensor, in the file and decoded: reals as float32, integers of an ONNX file as int64
 * @param weightBytes all tensors of one file, each counted as for {@code tensorBytes}
 * @param activationBytes what an ONNX model computes for one call, and what is computed while it is loaded
 * @param stringLength UTF-16 characters of one name or text, in an ONNX file bytes of UTF-8
 */
public record Limits(
        int headerBytes,
        int fileBytes,
        int items,
        int rank,
        long tensorBytes,
        long weightBytes,
        long activationBytes,
        int stringLength) {
    /**
     * 16 MiB of header, 2 GiB - 1 of ONNX file, 100,000 items of rank 8 and 2 GiB, 4 GiB of weights and of activations,
     * 1 Mi characters in a string.
     */
    public static final Limits DEFAULT =
            new Limits(16 << 20, Integer.MAX_VALUE, 100_000, 8, 2L << 30, 4L << 30, 4L << 30, 1 << 20);

    static final int MAX_HEADER_BYTES = 100_000_000;
    private static final int MAX_RANK = 8;

    /** Throws {@link IllegalArgumentException} for a limit that is negative or more than its own maximum. */
    public Limits {
        requireWithin("headerBytes", headerBytes, MAX_HEADER_BYTES);
        requireWithin("fileBytes", fileBytes, Integer.MAX_VALUE);
        requireWithin("items", items, Integer.MAX_VALUE);
        requireWithin("rank", rank, MAX_RANK);
        requireWithin("tensorBytes", tensorBytes, Long.MAX_VALUE);
        requireWithin("weightBytes", weightBytes, Long.MAX_VALUE);
        requireWithin("activationBytes", activationBytes, Long.MAX_VALUE);
        requireWithin("stringLength", stringLength, Integer.MAX_VALUE);
    }

    public Limits withHeaderBytes(int bytes) {
        return new Limits(bytes, fileBytes, items, rank, tensorBytes, weightBytes, activationBytes, stringLength);
    }

    public Limits withFileBytes(int bytes) {
        return new Limits(headerBytes, bytes, items, rank, tensorBytes, weightBytes, activationBytes, stringLength);
    }

    public Limits withItems(int count) {
        return new Limits(headerBytes, fileBytes, count, rank, tensorBytes, weightBytes, activationBytes, stringLength);
    }

    public Limits withRank(int dimensions) {
        return new Limits(
                headerBytes, fileBytes, items, dimensions, tensorBytes, weightBytes, activationBytes, stringLength);
    }

    public Limits withTensorBytes(long bytes) {
        return new Limits(headerBytes, fileBytes, items, rank, bytes, weightBytes, activationBytes, stringLength);
    }

    public Limits withWeightBytes(long bytes) {
        return new Limits(headerBytes, fileBytes, items, rank, tensorBytes, bytes, activationBytes, stringLength);
    }

    public Limits withActivationBytes(long bytes) {
        return new Limits(headerBytes, fileBytes, items, rank, tensorBytes, weightBytes, bytes, stringLength);
    }

    public Limits withStringLength(int characters) {
        return new Limits(headerBytes, fileBytes, items, rank, tensorBytes, weightBytes, activationBytes, characters);
    }

    private static void requireWithin(String name, long value, long maximum) {
        if (value < 0 || value > maximum) {
            throw new IllegalArgumentException(name + " must be in 0.." + maximum + ", got " + value);
        }
    }
}
