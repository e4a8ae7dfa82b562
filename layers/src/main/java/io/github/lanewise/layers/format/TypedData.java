package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.MessageReader;
import io.github.lanewise.layers.format.onnx.MessageReader.Coding;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Function;

/**
 * A tensor's data in one of the fields that hold numbers of one kind. They are counted first and then written to memory as
 * {@code raw_data} would hold them.
 */
final class TypedData {
    private final int field;
    private long values;

    TypedData(int field) {
        this.field = field;
    }

    int field() {
        return field;
    }

    long values() {
        return values;
    }

    /** Counts what the present field holds. */
    void count(MessageReader in) throws IOException {
        if (field == Schema.Tensor.STRING_DATA) {
            in.span();
            values++;
        } else {
            in.values(coding(), _ -> values++);
        }
    }

    /** Throws if this field is not the one for the type, or the number of values is not that of the tensor. */
    void requireFits(OnnxType type, TensorLayout layout, Function<String, ModelFormatException> fault)
            throws ModelFormatException {
        if (field != fieldOf(type)) {
            throw fault.apply(
                    "the data of type " + type + " stand in field " + field + ", expected field " + fieldOf(type));
        }
        long expected = type == OnnxType.STRING ? layout.elements() : layout.bytes() / unitBytes(type);
        if (values != expected) {
            throw fault.apply("takes " + expected + " values in field " + field + ", it has " + values);
        }
    }

    /** Reads the values of the message between two offsets of the file. */
    MemorySegment read(OnnxSource source, long begin, long end, OnnxType type, long bytes) throws IOException {
        MemorySegment data = source.file().allocate(bytes, begin, source.place());
        Writer writer = new Writer(source, type, data);
        source.readAgain(begin, end, in -> {
            for (int next = in.nextField(); next != 0; next = in.nextField()) {
                if (next == field) {
                    in.values(coding(), bits -> writer.write(bits, in.fieldOffset()));
                } else {
                    in.skip();
                }
            }
        });
        writer.requireFull(end);
        return data;
    }

    private Coding coding() {
        return switch (field) {
            case Schema.Tensor.FLOAT_DATA -> Coding.FIXED32;
            case Schema.Tensor.DOUBLE_DATA -> Coding.FIXED64;
            default -> Coding.VARINT;
        };
    }

    private static int fieldOf(OnnxType type) {
        return switch (type) {
            case FLOAT, COMPLEX64 -> Schema.Tensor.FLOAT_DATA;
            case DOUBLE, COMPLEX128 -> Schema.Tensor.DOUBLE_DATA;
            case INT64 -> Schema.Tensor.INT64_DATA;
            case UINT32, UINT64 -> Schema.Tensor.UINT64_DATA;
            case STRING -> Schema.Tensor.STRING_DATA;
            default -> Schema.Tensor.INT32_DATA;
        };
    }

    /** The bytes of memory that one value fills: an element, half of a complex one, or a byte of packed ones. */
    private static int unitBytes(OnnxType type) {
        return switch (type) {
            case COMPLEX64 -> Float.BYTES;
            case COMPLEX128 -> Double.BYTES;
            default -> Math.max(1, type.bits() / Byte.SIZE);
        };
    }

    /** Writes values one after the other, little-endian. */
    private static final class Writer {
        private static final String CHANGED = "the file changed while it was read";

        private final OnnxSource source;
        private final OnnxType type;
        private final MemorySegment data;
        private final int unitBytes;
        private long at;

        Writer(OnnxSource source, OnnxType type, MemorySegment data) {
            this.source = source;
            this.type = type;
            this.data = data;
            this.unitBytes = unitBytes(type);
        }

        void write(long bits, long offset) throws ModelFormatException {
            if (!fits(bits)) {
                throw source.fault(offset, bits + " is no value of type " + type);
            }
            if (at == data.byteSize()) {
                throw source.fault(offset, CHANGED);
            }
            switch (unitBytes) {
                case Byte.BYTES -> data.set(ValueLayout.JAVA_BYTE, at, (byte) bits);
                case Short.BYTES -> data.set(OnnxElements.SHORT, at, (short) bits);
                case Integer.BYTES -> data.set(OnnxElements.INT, at, (int) bits);
                default -> data.set(OnnxElements.LONG, at, bits);
            }
            at += unitBytes;
        }

        void requireFull(long offset) throws ModelFormatException {
            if (at != data.byteSize()) {
                throw source.fault(offset, CHANGED);
            }
        }

        /** Real numbers come as their bits; small integers as themselves, which must fit. */
        private boolean fits(long bits) {
            return switch (type) {
                case INT8 -> bits == (byte) bits;
                case INT16 -> bits == (short) bits;
                case INT32 -> bits == (int) bits;
                case BOOL -> bits == 0 || bits == 1;
                case UINT32 -> bits == Integer.toUnsignedLong((int) bits);
                case UINT64, INT64, FLOAT, DOUBLE, COMPLEX64, COMPLEX128 -> true;
                default -> bits >= 0 && bits < 1L << (unitBytes * Byte.SIZE);
            };
        }
    }
}
