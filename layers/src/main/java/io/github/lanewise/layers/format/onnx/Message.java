package io.github.lanewise.layers.format.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A protobuf message to be written: its fields in the order in which they are added. Bytes are not copied. */
public final class Message {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SLICE_BYTES = 1 << 20;

    private final List<Part> parts = new ArrayList<>();
    private long bytes;

    /** One field, tag and content. */
    @FunctionalInterface
    private interface Part {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    /** The length of what was added. */
    public long bytes() {
        return bytes;
    }

    public Message integer(int field, long value) {
        return add(CodedOutputStream.computeInt64Size(field, value), out -> out.writeInt64(field, value));
    }

    public Message real(int field, float value) {
        return add(CodedOutputStream.computeFloatSize(field, value), out -> out.writeFloat(field, value));
    }

    /** Adds a text; {@link IllegalArgumentException} if it has no UTF-8 form, that is, holds a lone surrogate. */
    public Message text(int field, String value) {
        if (value.codePoints().anyMatch(character -> Character.getType(character) == Character.SURROGATE)) {
            throw new IllegalArgumentException("a lone surrogate has no UTF-8 form: '" + value + "'");
        }
        return add(CodedOutputStream.computeStringSize(field, value), out -> out.writeString(field, value));
    }

    /** Adds a text unless it is empty, which is what an absent one means. */
    public Message textIfPresent(int field, String value) {
        return value.isEmpty() ? this : text(field, value);
    }

    /** Adds a message, which must be complete. */
    public Message message(int field, Message message) {
        return addDelimited(field, message.bytes, message::writeParts);
    }

    /** Adds bytes, which must not change until they are written. */
    public Message bytes(int field, MemorySegment content) {
        return addDelimited(field, content.byteSize(), out -> {
            for (long at = 0; at < content.byteSize(); at += SLICE_BYTES) {
                long count = Math.min(SLICE_BYTES, content.byteSize() - at);
                out.writeRawBytes(content.asSlice(at, count).asByteBuffer());
            }
        });
    }

    /** Writes the fields; {@link IllegalArgumentException} if they take 2 GiB or more, which protobuf does not allow. */
    public void writeTo(OutputStream target) throws IOException {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a protobuf message is at most 2 GiB - 1 long, this one has " + bytes
                    + " bytes; large tensors may stand in a file of their own");
        }
        CodedOutputStream out = CodedOutputStream.newInstance(target, BUFFER_BYTES);
        writeParts(out);
        out.flush();
    }

    private void writeParts(CodedOutputStream out) throws IOException {
        for (Part part : parts) {
            part.writeTo(out);
        }
    }

    private Message addDelimited(int field, long length, Part content) {
        long head = (long) CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt64SizeNoTag(length);
        return add(head + length, out -> {
            out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag((int) length);
            content.writeTo(out);
        });
    }

    private Message add(long size, Part part) {
        parts.add(part);
        bytes = Math.addExact(bytes, size);
        return this;
    }
}
