package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.Message;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A tensor of an ONNX file, immutable. Its elements are held once, in native memory, as ONNX lays out {@code raw_data}:
 * row-major, little-endian, types below 8 bits packed. They are converted when asked for. The garbage collector frees
 * the memory; the file is not needed any more.
 */
public final class OnnxTensor {
    private static final String TOO_MANY = "has more elements than the heap of this JVM holds beside what it holds";

    private final String name;
    private final OnnxType type;
    private final long[] dims;
    private final long elements;
    private final MemorySegment data;
    private final Origin origin;

    /** What the caller has checked: the data are as long as type and dimensions say, or empty for texts. */
    OnnxTensor(String name, OnnxType type, long[] dims, MemorySegment data, Origin origin) {
        this.name = name;
        this.type = type;
        this.dims = dims.clone();
        this.elements = TensorLayout.of(type, dims).elements();
        this.data = data.asReadOnly();
        this.origin = origin;
    }

    /**
     * A float32 tensor made in memory.
     *
     * @throws IllegalArgumentException if the dimensions do not hold as many values
     */
    public static OnnxTensor ofFloats(String name, long[] dims, float... values) {
        MemorySegment data = allocate(OnnxType.FLOAT, dims, values.length);
        MemorySegment.copy(values, 0, data, OnnxElements.FLOAT, 0, values.length);
        return new OnnxTensor(name, OnnxType.FLOAT, dims, data, Origin.MEMORY);
    }

    /**
     * An int64 tensor made in memory.
     *
     * @throws IllegalArgumentException if the dimensions do not hold as many values
     */
    public static OnnxTensor ofIntegers(String name, long[] dims, long... values) {
        MemorySegment data = allocate(OnnxType.INT64, dims, values.length);
        MemorySegment.copy(values, 0, data, OnnxElements.LONG, 0, values.length);
        return new OnnxTensor(name, OnnxType.INT64, dims, data, Origin.MEMORY);
    }

    /**
     * Reads a file that holds one tensor alone, as those of ONNX's test sets do.
     *
     * @throws ModelFormatException if the file is broken, beyond the limits, or holds a sequence or an optional
     * @throws java.nio.file.FileSystemException naming the file, if it is absent, a folder or not readable
     */
    public static OnnxTensor read(Path file, Limits limits) throws IOException {
        try (OnnxSource source = OnnxSource.open(file, limits, ExternalData.REFUSED)) {
            source.enter("tensor");
            OnnxTensor[] tensor = new OnnxTensor[1];
            source.read(in -> tensor[0] = OnnxTensorReader.read(source, "", in));
            return tensor[0];
        }
    }

    /** Writes the tensor to a file of its own, as {@link #read(Path, Limits)} reads it; not for texts. */
    public void save(Path file) throws IOException {
        Message message = OnnxMessages.tensor(name, this);
        AtomicFile.write(file, channel -> message.writeTo(Channels.newOutputStream(channel)));
    }

    public String name() {
        return name;
    }

    public OnnxType type() {
        return type;
    }

    /** The dimensions, a copy; none for a scalar. */
    public long[] dims() {
        return dims.clone();
    }

    /** The product of the dimensions. */
    public long elements() {
        return elements;
    }

    /** The elements as they stand in a file, read-only; empty for texts. */
    public MemorySegment data() {
        return data;
    }

    public Origin origin() {
        return origin;
    }

    /**
     * All elements as float32, row-major. A DOUBLE is rounded to the nearest float32.
     *
     * @throws ModelFormatException if the type is not {@linkplain OnnxType#isReal real}, or an array does not hold them
     */
    public float[] floats() throws ModelFormatException {
        if (!type.isReal()) {
            throw fault(type + " is not read as float32; FLOAT, FLOAT16, BFLOAT16 and DOUBLE are");
        }
        try {
            float[] values = new float[Math.toIntExact(elements)];
            OnnxElements.toFloats(type, data, MemorySegment.ofArray(values), values.length);
            return values;
        } catch (OutOfMemoryError | ArithmeticException exhausted) {
            throw new ModelFormatException(origin.file(), place(), origin.offset(), TOO_MANY, exhausted);
        }
    }

    /**
     * All elements as integers, row-major; a BOOL is 0 or 1.
     *
     * @throws ModelFormatException if the type is not an {@linkplain OnnxType#isInteger integer}, a UINT64 is above 2⁶³ - 1
     *     or an array does not hold them
     */
    public long[] integers() throws ModelFormatException {
        if (!type.isInteger()) {
            throw fault(type + " is not read as integers");
        }
        try {
            long[] values = new long[Math.toIntExact(elements)];
            for (int i = 0; i < values.length; i++) {
                values[i] = OnnxElements.integer(type, data, i);
                if (type == OnnxType.UINT64 && values[i] < 0) {
                    throw fault("element " + i + " is " + Long.toUnsignedString(values[i]) + ", above 2⁶³ - 1");
                }
            }
            return values;
        } catch (OutOfMemoryError | ArithmeticException exhausted) {
            throw new ModelFormatException(origin.file(), place(), origin.offset(), TOO_MANY, exhausted);
        }
    }

    /** The tensor as messages name it. */
    public String place() {
        return "tensor '" + name + "'";
    }

    /** The exception for a fault of this tensor. */
    public ModelFormatException fault(String problem) {
        return origin.fault(place(), problem);
    }

    /** As in {@code conv1.weight: FLOAT [64, 3, 7, 7]}. */
    @Override
    public String toString() {
        return name + ": " + type + " " + Arrays.toString(dims);
    }

    private static MemorySegment allocate(OnnxType type, long[] dims, int count) {
        if (Arrays.stream(dims).anyMatch(dim -> dim < 0)) {
            throw new IllegalArgumentException("a dimension is negative in " + Arrays.toString(dims));
        }
        TensorLayout layout = TensorLayout.of(type, dims);
        if (layout.elements() != count) {
            throw new IllegalArgumentException(Arrays.toString(dims) + " do not hold " + count + " values");
        }
        return Arena.ofAuto().allocate(layout.bytes(), Long.BYTES);
    }
}
