package io.github.lanewise.layers.format.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one protobuf message field by field. No length is believed before it is held against the message around it, and
 * nothing recurses but the callers' own nesting: groups, which ONNX never had, are refused.
 * <pre>
 *     for (int field = in.nextField(); field != 0; field = in.nextField()) {
 *         switch (field) {
 *             case Schema.Opset.VERSION -&gt; version = in.integer();
 *             default -&gt; in.skip();
 *         }
 *     }
 * </pre>
 */
public final class MessageReader {
    private static final int MAX_BUFFER = 1 << 13;
    private static final int MIN_BUFFER = 1 << 6;

    private final CodedInputStream in;
    private final long start;
    private final Faults faults;
    private int tag;
    private long fieldStart;

    private MessageReader(CodedInputStream in, long start, Faults faults) {
        this.in = in;
        this.start = start;
        this.faults = faults;
    }

    /** Makes the exception for a fault at a byte of the file. */
    @FunctionalInterface
    public interface Faults {
        IOException at(long offset, String problem, @Nullable Throwable cause);
    }

    /** Reads the fields of a message. */
    @FunctionalInterface
    public interface Body {
        void read(MessageReader in) throws IOException;
    }

    /** Takes the values of a repeated field, one after the other. */
    @FunctionalInterface
    public interface Values {
        void take(long bits) throws IOException;
    }

    /** How a number stands on the wire. */
    public enum Coding {
        VARINT(WireFormat.WIRETYPE_VARINT),
        FIXED32(WireFormat.WIRETYPE_FIXED32),
        FIXED64(WireFormat.WIRETYPE_FIXED64);

        private final int wireType;

        Coding(int wireType) {
            this.wireType = wireType;
        }
    }

    /**
     * The content of a field that was passed over.
     *
     * @param offset of its first byte in the file
     */
    public record Span(long offset, int bytes) {}

    /**
     * Reads a message that is all of a source.
     *
     * @param start offset of the source's first byte in the file
     * @param bytes length of the source
     */
    public static void read(InputStream source, long start, int bytes, Faults faults, Body body) throws IOException {
        int buffer = Math.clamp(bytes, MIN_BUFFER, MAX_BUFFER);
        CodedInputStream in = CodedInputStream.newInstance(source, buffer);
        MessageReader reader = new MessageReader(in, start, faults);
        try {
            in.pushLimit(bytes);
            body.read(reader);
        } catch (InvalidProtocolBufferException malformed) {
            throw faults.at(reader.offset(), String.valueOf(malformed.getMessage()), malformed);
        }
    }

    /** The number of the next field of the present message, or 0 at its end. */
    public int nextField() throws IOException {
        fieldStart = offset();
        tag = in.readTag();
        return WireFormat.getTagFieldNumber(tag);
    }

    /** The byte of the file that is read next. */
    public long offset() {
        return start + in.getTotalBytesRead();
    }

    /** The byte of the file where the present field begins. */
    public long fieldOffset() {
        return fieldStart;
    }

    /** The present field as an integer. */
    public long integer() throws IOException {
        requireWireType(WireFormat.WIRETYPE_VARINT);
        return in.readRawVarint64();
    }

    /** The present field as a float32. */
    public float real() throws IOException {
        requireWireType(WireFormat.WIRETYPE_FIXED32);
        return in.readFloat();
    }

    /** The present field as a text, which must be UTF-8 and at most so many bytes of it. */
    public String text(int maximumBytes) throws IOException {
        String text = textOrNull(maximumBytes);
        if (text == null) {
            throw fault("its text is not UTF-8");
        }
        return text;
    }

    /** The present field as a text, or null if it is not UTF-8. */
    public @Nullable String textOrNull(int maximumBytes) throws IOException {
        int length = length();
        if (length > maximumBytes) {
            throw fault("a text of " + length + " bytes exceeds the limit of " + maximumBytes);
        }
        if (length == 0) {
            return "";
        }
        byte[] bytes = in.readRawBytes(length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 || isUtf8(bytes) ? text : null;
    }

    /** Reads the present field as a message. */
    public void message(Body body) throws IOException {
        int limit = in.pushLimit(length());
        body.read(this);
        in.popLimit(limit);
    }

    /** Hands on the present occurrence of a repeated field of numbers, one value or many packed. */
    public void values(Coding coding, Values values) throws IOException {
        if (wireType() == coding.wireType) {
            values.take(bits(coding));
            return;
        }
        int limit = in.pushLimit(length());
        while (in.getBytesUntilLimit() > 0) {
            values.take(bits(coding));
        }
        in.popLimit(limit);
    }

    /** Passes over the content of the present field, which is bytes. */
    public Span span() throws IOException {
        int bytes = length();
        Span span = new Span(offset(), bytes);
        in.skipRawBytes(bytes);
        return span;
    }

    /** Passes over the present field. */
    public void skip() throws IOException {
        if (wireType() == WireFormat.WIRETYPE_START_GROUP || wireType() == WireFormat.WIRETYPE_END_GROUP) {
            throw fault("groups are not part of ONNX");
        }
        in.skipField(tag);
    }

    private long bits(Coding coding) throws IOException {
        return switch (coding) {
            case VARINT -> in.readRawVarint64();
            case FIXED32 -> in.readRawLittleEndian32();
            case FIXED64 -> in.readRawLittleEndian64();
        };
    }

    /** The length of the present field's content, which is within the message around it. */
    private int length() throws IOException {
        requireWireType(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        long length = Integer.toUnsignedLong(in.readRawVarint32());
        if (length > in.getBytesUntilLimit()) {
            throw fault("a length of " + length + " bytes reaches beyond the " + in.getBytesUntilLimit()
                    + " that are left of the message around it");
        }
        return (int) length;
    }

    private int wireType() {
        return WireFormat.getTagWireType(tag);
    }

    private void requireWireType(int expected) throws IOException {
        if (wireType() != expected) {
            throw fault("its wire type is " + wireType() + ", expected " + expected);
        }
    }

    private IOException fault(String problem) {
        return faults.at(fieldStart, "field " + WireFormat.getTagFieldNumber(tag) + ": " + problem, null);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return decoded.hasRemaining();
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
