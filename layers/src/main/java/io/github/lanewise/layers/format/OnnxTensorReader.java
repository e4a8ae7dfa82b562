package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.MessageReader;
import io.github.lanewise.layers.format.onnx.MessageReader.Span;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one tensor. The first pass takes note of what the message says and where its data stand; only when type, dimensions
 * and the amount of data agree is memory allocated and filled, for numbers in typed fields by a second pass.
 */
final class OnnxTensorReader {
    static final int EXTERNAL = 1;
    private static final int DEFAULT = 0;

    private final OnnxSource source;
    private final String prefix;
    private final long start;
    private final SequencedMap<String, String> externalEntries = new LinkedHashMap<>();
    private final long[] dims;
    private int rank;
    private String name = "";
    private long typeCode;
    private long location;
    private @Nullable Span raw;
    private @Nullable TypedData typed;

    private OnnxTensorReader(OnnxSource source, String prefix, long start) {
        this.source = source;
        this.prefix = prefix;
        this.start = start;
        this.dims = new long[source.limits().rank()];
    }

    /**
     * Reads the tensor that the message around the next field is.
     *
     * @param prefix what stands before the tensor where messages name it
     */
    static OnnxTensor read(OnnxSource source, String prefix, MessageReader in) throws IOException {
        OnnxTensorReader reader = new OnnxTensorReader(source, prefix, in.offset());
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            reader.readField(field, in);
        }
        return reader.finish(in.offset());
    }

    private void readField(int field, MessageReader in) throws IOException {
        switch (field) {
            case Schema.Tensor.DIMS -> in.values(MessageReader.Coding.VARINT, this::addDimension);
            case Schema.Tensor.DATA_TYPE -> typeCode = in.integer();
            case Schema.Tensor.NAME -> readName(in);
            case Schema.Tensor.RAW_DATA -> raw = in.span();
            case Schema.Tensor.DATA_LOCATION -> location = in.integer();
            case Schema.Tensor.EXTERNAL_DATA -> OnnxTexts.readEntry(source, in, externalEntries);
            case Schema.Tensor.FLOAT_DATA,
                    Schema.Tensor.INT32_DATA,
                    Schema.Tensor.STRING_DATA,
                    Schema.Tensor.INT64_DATA,
                    Schema.Tensor.DOUBLE_DATA,
                    Schema.Tensor.UINT64_DATA -> readTyped(field, in);
            case Schema.Tensor.SEGMENT ->
                throw source.fault(
                        in.fieldOffset(),
                        "is a part of a tensor, or no tensor but a sequence or an optional; only whole tensors are read");
            default -> in.skip();
        }
    }

    private void readName(MessageReader in) throws IOException {
        name = in.text(source.limits().stringLength());
        source.enter(prefix + "tensor '" + name + "'");
    }

    private void addDimension(long dimension) throws ModelFormatException {
        if (dimension < 0 || dimension > Integer.MAX_VALUE) {
            throw fault("the dimension " + dimension + " is not in 0.." + Integer.MAX_VALUE);
        }
        if (rank == dims.length) {
            throw fault("has more than " + dims.length + " dimensions");
        }
        dims[rank++] = dimension;
    }

    private void readTyped(int field, MessageReader in) throws IOException {
        if (typed == null) {
            typed = new TypedData(field);
        }
        if (typed.field() != field) {
            throw source.fault(in.fieldOffset(), "has data in field " + typed.field() + " and in field " + field);
        }
        typed.count(in);
    }

    private OnnxTensor finish(long end) throws IOException {
        OnnxType type = type();
        long[] shape = Arrays.copyOf(dims, rank);
        TensorLayout layout = layout(type, shape);
        MemorySegment data = switch (storage()) {
            case EXTERNAL -> readExternal(type, layout);
            default -> readInternal(type, layout, end);
        };
        return new OnnxTensor(name, type, shape, data, source.origin(start));
    }

    private OnnxType type() throws ModelFormatException {
        OnnxType type = typeCode == (int) typeCode ? OnnxType.of((int) typeCode) : OnnxType.UNDEFINED;
        if (type == OnnxType.UNDEFINED) {
            throw fault("the element type " + typeCode + " is unknown");
        }
        return type;
    }

    private TensorLayout layout(OnnxType type, long[] shape) throws ModelFormatException {
        try {
            TensorLayout layout = TensorLayout.of(type, shape);
            source.requireRoom(layout.memoryBytes(type), start);
            return layout;
        } catch (ArithmeticException overflow) {
            throw fault(type + " " + Arrays.toString(shape) + " has more than 2⁶³ - 1 bytes");
        }
    }

    private int storage() throws ModelFormatException {
        if (location != DEFAULT && location != EXTERNAL) {
            throw fault("the data location " + location + " is unknown");
        }
        int places = (typed != null && typed.values() > 0 ? 1 : 0)
                + (raw != null && raw.bytes() > 0 ? 1 : 0)
                + (location == EXTERNAL ? 1 : 0);
        if (places > 1) {
            throw fault("has its data in more than one place");
        }
        return (int) location;
    }

    private MemorySegment readInternal(OnnxType type, TensorLayout layout, long end) throws IOException {
        if (typed != null && typed.values() > 0) {
            typed.requireFits(type, layout, this::fault);
            return type == OnnxType.STRING ? MemorySegment.NULL : typed.read(source, start, end, type, layout.bytes());
        }
        long bytes = raw == null ? 0 : raw.bytes();
        if (type == OnnxType.STRING && layout.elements() > 0) {
            throw fault("holds " + layout.elements() + " texts, it has none");
        }
        if (bytes != layout.bytes()) {
            throw fault(layout.elements() + " elements of type " + type + " take " + layout.bytes() + " bytes, it has "
                    + bytes);
        }
        return raw == null || bytes == 0
                ? MemorySegment.NULL
                : source.file().readSegment(raw.offset(), bytes, source.place());
    }

    private MemorySegment readExternal(OnnxType type, TensorLayout layout) throws IOException {
        if (type == OnnxType.STRING) {
            throw fault("texts cannot stand in an external file");
        }
        return source.external().read(externalEntries, layout.bytes(), source.place(), this::fault);
    }

    private ModelFormatException fault(String problem) {
        return source.fault(start, problem);
    }
}
