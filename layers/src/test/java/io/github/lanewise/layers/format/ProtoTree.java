package io.github.lanewise.layers.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A protobuf message as a tree that can be bent: what looks like a message is one. Lengths follow the content. */
final class ProtoTree {
    private static final int MAX_DEPTH = 8;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED32 = 5;

    private ProtoTree() {}

    /** One field, which is a number, bytes, or a message of other fields. */
    static final class Field {
        int number;
        int wireType;
        long value;
        byte[] bytes = new byte[0];

        @Nullable
        List<Field> children;

        /** What is written as the length instead of it. */
        @Nullable
        Long length;

        Field copy() {
            Field copy = new Field();
            copy.number = number;
            copy.wireType = wireType;
            copy.value = value;
            copy.bytes = bytes.clone();
            copy.length = length;
            if (children != null) {
                copy.children =
                        new ArrayList<>(children.stream().map(Field::copy).toList());
            }
            return copy;
        }
    }

    /** The fields of a valid message. */
    static List<Field> parse(byte[] message) {
        List<Field> fields = parse(message, 0);
        if (fields == null) {
            throw new IllegalArgumentException("no message");
        }
        return fields;
    }

    static byte[] bytes(List<Field> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach(field -> write(field, out));
        return out.toByteArray();
    }

    static void writeVarint(long value, ByteArrayOutputStream out) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static @Nullable List<Field> parse(byte[] message, int depth) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            Field field = parseField(in, depth);
            if (field == null) {
                return null;
            }
            fields.add(field);
        }
        return fields;
    }

    private static @Nullable Field parseField(ByteBuffer in, int depth) {
        Long tag = varint(in);
        if (tag == null || tag < 8 || tag > 1000) {
            return null;
        }
        Field field = new Field();
        field.number = (int) (tag >>> 3);
        field.wireType = (int) (tag & 7);
        Long content = switch (field.wireType) {
            case VARINT, DELIMITED -> varint(in);
            case FIXED32 -> (long) Integer.BYTES;
            case FIXED64 -> (long) Long.BYTES;
            default -> null;
        };
        if (content == null) {
            return null;
        }
        if (field.wireType == VARINT) {
            field.value = content;
            return field;
        }
        if (content < 0 || content > in.remaining()) {
            return null;
        }
        field.bytes = new byte[content.intValue()];
        in.get(field.bytes);
        boolean mayNest = field.wireType == DELIMITED && depth < MAX_DEPTH && content > 0;
        field.children = mayNest ? parse(field.bytes, depth + 1) : null;
        return field;
    }

    private static @Nullable Long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && in.hasRemaining(); shift += 7) {
            byte part = in.get();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        return null;
    }

    private static void write(Field field, ByteArrayOutputStream out) {
        writeVarint((long) field.number << 3 | field.wireType, out);
        byte[] content = field.children == null ? field.bytes : bytes(field.children);
        if (field.wireType == VARINT) {
            writeVarint(field.value, out);
        } else if (field.wireType == DELIMITED) {
            writeVarint(field.length == null ? content.length : field.length, out);
        }
        out.writeBytes(content);
    }
}
