package io.github.lanewise.layers.format;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.layers.format.Safetensors.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;

/**
 * Parses the JSON of a safetensors header as strictly as the format's definition, which allows no keys but
 * {@code dtype}, {@code shape} and {@code data_offsets} in a tensor's entry.
 */
final class SafetensorsHeaderParser {
    private final Limits limits;
    private final long dataStart;
    private final long dataBytes;
    private final HeaderTokens tokens;
    private final SequencedMap<String, String> metadata = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    SafetensorsHeaderParser(ModelFile file, byte[] header, Limits limits) {
        this.limits = limits;
        this.dataStart = (long) SafetensorsHeader.LENGTH_BYTES + header.length;
        this.dataBytes = file.size() - dataStart;
        this.tokens = new HeaderTokens(file, header, limits);
    }

    SafetensorsHeader parse() throws ModelFormatException {
        try (tokens) {
            return read();
        }
    }

    private SafetensorsHeader read() throws ModelFormatException {
        try {
            tokens.beginObject();
            readItems();
            tokens.requireEnd();
        } catch (JacksonException malformed) {
            throw tokens.malformed(malformed);
        }
        return SafetensorsHeader.of(metadata, entries);
    }

    private void readItems() throws ModelFormatException {
        for (String name = tokens.nextKey(); name != null; name = tokens.nextKey()) {
            if (name.equals(SafetensorsHeader.METADATA)) {
                tokens.enter(SafetensorsHeader.METADATA);
                readMetadata();
            } else {
                tokens.enter(Entry.place(name));
                tokens.requireUnicode(name);
                requireRoom(entries.size(), "tensors");
                entries.add(readEntry(name));
            }
            tokens.enter(SafetensorsHeader.PLACE);
        }
    }

    private void readMetadata() throws ModelFormatException {
        tokens.beginObject();
        for (String key = tokens.nextKey(); key != null; key = tokens.nextKey()) {
            tokens.requireUnicode(key);
            requireRoom(metadata.size(), "entries");
            metadata.put(key, tokens.text(key));
        }
    }

    private Entry readEntry(String name) throws ModelFormatException {
        tokens.beginObject();
        long at = tokens.offset();
        ElementType type = null;
        Shape shape = null;
        long[] offsets = null;
        for (String key = tokens.nextKey(); key != null; key = tokens.nextKey()) {
            switch (key) {
                case "dtype" -> type = readElementType(key);
                case "shape" -> shape = readShape(key);
                case "data_offsets" -> offsets = readOffsets(key);
                default -> throw tokens.fault("has the unknown key '" + key + "'");
            }
        }
        if (type == null || shape == null || offsets == null) {
            throw tokens.fault(at, "must have dtype, shape and data_offsets");
        }
        requireSize(at, type, shape, offsets);
        return new Entry(name, type, shape, dataStart + offsets[0]);
    }

    private ElementType readElementType(String key) throws ModelFormatException {
        String name = tokens.text(key);
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw tokens.fault("the dtype '" + name + "' is unknown");
    }

    private Shape readShape(String key) throws ModelFormatException {
        long at = tokens.offset();
        tokens.beginArray(key);
        int[] dimensions = new int[limits.rank()];
        int rank = 0;
        while (tokens.nextElement()) {
            int dimension = (int) tokens.integer(key, Integer.MAX_VALUE);
            if (rank == dimensions.length) {
                throw tokens.fault("has more than " + limits.rank() + " dimensions");
            }
            dimensions[rank++] = dimension;
        }
        int[] shape = Arrays.copyOf(dimensions, rank);
        try {
            return Shape.of(shape);
        } catch (ShapeException overflow) {
            String problem = "the shape " + Arrays.toString(shape) + " has more than 2⁶³ - 1 elements";
            throw tokens.fault(at, problem, overflow);
        }
    }

    /** Begin and end of the data, counted from the end of the header: {@code 0 <= begin <= end <= bytes of data}. */
    private long[] readOffsets(String key) throws ModelFormatException {
        tokens.beginArray(key);
        long[] offsets = new long[2];
        for (int i = 0; i < offsets.length; i++) {
            tokens.nextElement();
            offsets[i] = tokens.integer(key, Long.MAX_VALUE);
        }
        if (tokens.nextElement()) {
            throw tokens.fault("data_offsets must be begin and end");
        }
        if (offsets[0] > offsets[1]) {
            throw tokens.fault("data_offsets " + Arrays.toString(offsets) + " end before they begin");
        }
        if (offsets[1] > dataBytes) {
            throw tokens.fault("data_offsets " + Arrays.toString(offsets) + " reach beyond the " + dataBytes
                    + " bytes of data in the file");
        }
        return offsets;
    }

    private void requireSize(long at, ElementType type, Shape shape, long[] offsets) throws ModelFormatException {
        long stated = offsets[1] - offsets[0];
        if (Math.multiplyHigh(shape.elements(), type.bytes()) != 0 || shape.elements() * type.bytes() != stated) {
            throw tokens.fault(
                    at,
                    "data_offsets " + Arrays.toString(offsets) + " hold " + stated + " bytes, " + type + " " + shape
                            + " takes " + shape.elements() + " times " + type.bytes());
        }
    }

    private void requireRoom(int count, String items) throws ModelFormatException {
        if (count == limits.items()) {
            throw tokens.fault("more than " + limits.items() + " " + items);
        }
    }
}
