package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.Safetensors.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What stands before the data of a safetensors file: its length in 8 little-endian bytes, then as many bytes of JSON.
 * <pre>
 *     {"__metadata__": {"format": "pt"}, "conv1.weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
 * </pre>
 *
 * @param metadata in the order of the header
 * @param entries in the order of their data
 */
record SafetensorsHeader(SequencedMap<String, String> metadata, SequencedMap<String, Entry> entries) {
    static final int LENGTH_BYTES = 8;
    static final String METADATA = "__metadata__";
    static final String PLACE = "header";

    /** Reads and checks the header and how the tensors fill the rest of the file. */
    static SafetensorsHeader read(ModelFile file, Limits limits) throws IOException {
        if (file.size() < LENGTH_BYTES) {
            String problem = "the file has " + file.size() + " bytes, its header length alone takes " + LENGTH_BYTES;
            throw file.fault(PLACE, file.size(), problem);
        }
        byte[] prefix = file.readBytes(0, LENGTH_BYTES, PLACE);
        long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > limits.headerBytes()) {
            String problem = "a length of " + Long.toUnsignedString(length) + " bytes exceeds the limit of "
                    + limits.headerBytes() + "; is this a safetensors file?";
            throw file.fault(PLACE, 0, problem);
        }
        if (length > file.size() - LENGTH_BYTES) {
            String problem = "a length of " + length + " bytes reaches beyond the file of " + file.size();
            throw file.fault(PLACE, 0, problem);
        }
        byte[] json = file.readBytes(LENGTH_BYTES, (int) length, PLACE);
        requireUtf8(file, json);
        if (json.length == 0 || json[0] != '{') {
            throw file.fault(PLACE, LENGTH_BYTES, "must begin with '{'");
        }
        SafetensorsHeader header = new SafetensorsHeaderParser(file, json, limits).parse();
        header.requireContiguous(file, LENGTH_BYTES + length);
        header.requireWithin(file, limits);
        return header;
    }

    /** The header with these entries, which come in any order. */
    static SafetensorsHeader of(SequencedMap<String, String> metadata, List<Entry> entries) {
        SequencedMap<String, Entry> inDataOrder = new LinkedHashMap<>();
        entries.stream()
                .sorted(Comparator.comparingLong(Entry::offset).thenComparingLong(Entry::bytes))
                .forEach(entry -> inDataOrder.put(entry.name(), entry));
        return new SafetensorsHeader(metadata, inDataOrder);
    }

    /** Whether a text has a UTF-8 form, that is, no lone surrogates. */
    static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(character -> Character.getType(character) == Character.SURROGATE);
    }

    private void requireContiguous(ModelFile file, long dataStart) throws ModelFormatException {
        long end = dataStart;
        for (Entry entry : entries.values()) {
            if (entry.offset() != end) {
                String problem = "its data begins at byte " + entry.offset() + ", the data before it ends at byte "
                        + end + (entry.offset() < end ? ": an overlap" : ": a hole");
                throw file.fault(entry.place(), entry.offset(), problem);
            }
            end += entry.bytes();
        }
        if (end != file.size()) {
            String problem = "the tensors end at byte " + end + ", the file has " + file.size() + " bytes";
            throw file.fault(PLACE, end, problem);
        }
    }

    private void requireWithin(ModelFile file, Limits limits) throws ModelFormatException {
        long total = 0;
        for (Entry entry : entries.values()) {
            requireWithin("its data takes ", memoryBytes(entry), limits.tensorBytes(), file, entry);
            total += memoryBytes(entry);
            requireWithin("the tensors up to this one take ", total, limits.weightBytes(), file, entry);
        }
    }

    private static void requireWithin(String subject, long bytes, long limit, ModelFile file, Entry entry)
            throws ModelFormatException {
        if (bytes > limit) {
            String problem = subject + bytes + " bytes, the limit is " + limit;
            throw file.fault(entry.place(), entry.offset(), problem);
        }
    }

    /** What the tensor takes in the file or as float32, whichever is more. */
    private static long memoryBytes(Entry entry) {
        int elementBytes =
                entry.type().isReadable() ? Float.BYTES : entry.type().bytes();
        return entry.shape().elements() * elementBytes;
    }

    private static void requireUtf8(ModelFile file, byte[] json) throws ModelFormatException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(json);
        CharBuffer discarded = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            result = decoder.decode(bytes, discarded.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw file.fault(PLACE, LENGTH_BYTES + (long) bytes.position(), "is not UTF-8");
        }
    }
}
