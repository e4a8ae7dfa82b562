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
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses the JSON of a safetensors header as strictly as the format's definition, which allows no keys but
 * {@code dtype}, {@code shape} and {@code data_offsets} in a tensor's entry.
 */
final class SafetensorsHeaderParser {
    private static final int MAX_NESTING = 3;

    private final ModelFile file;
    private final Limits limits;
    private final long dataStart;
    private final JsonParser json;
    private final SequencedMap<String, String> metadata = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private String place = SafetensorsHeader.PLACE;

    SafetensorsHeaderParser(ModelFile file, byte[] header, Limits limits) {
        this.file = file;
        this.limits = limits;
        this.dataStart = (long) SafetensorsHeader.LENGTH_BYTES + header.length;
        this.json = factory(limits).createParser(ObjectReadContext.empty(), header);
    }

    SafetensorsHeader parse() throws ModelFormatException {
        try {
            json.nextToken();
            readItems();
            if (json.nextToken() != null) {
                throw fault("goes on after its object with " + json.getString());
            }
        } catch (JacksonException malformed) {
            long offset =
                    SafetensorsHeader.LENGTH_BYTES + json.currentLocation().getByteOffset();
            throw new ModelFormatException(file.path(), place, offset, malformed.getOriginalMessage(), malformed);
        } finally {
            json.close();
        }
        return SafetensorsHeader.of(metadata, entries);
    }

    private static JsonFactory factory(Limits limits) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxDocumentLength(limits.headerBytes())
                        .maxNameLength(limits.stringLength())
                        .maxStringLength(limits.stringLength())
                        .build())
                .build();
    }

    private void readItems() throws ModelFormatException {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals(SafetensorsHeader.METADATA)) {
                place = SafetensorsHeader.METADATA;
                readMetadata();
            } else {
                place = Entry.place(name);
                requireUnicode(name);
                requireRoom(entries.size(), "tensors");
                entries.add(readEntry(name));
            }
            place = SafetensorsHeader.PLACE;
        }
    }

    private void readMetadata() throws ModelFormatException {
        beginObject();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            requireUnicode(key);
            requireRoom(metadata.size(), "entries");
            metadata.put(key, readText(key));
        }
    }

    private Entry readEntry(String name) throws ModelFormatException {
        beginObject();
        long at = tokenOffset();
        ElementType type = null;
        Shape shape = null;
        long[] offsets = null;
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            switch (key) {
                case "dtype" -> type = readElementType(key);
                case "shape" -> shape = readShape(key);
                case "data_offsets" -> offsets = readOffsets(key);
                default -> throw fault("has the unknown key '" + key + "'");
            }
        }
        if (type == null || shape == null || offsets == null) {
            throw fault(at, "must have dtype, shape and data_offsets");
        }
        requireSize(at, type, shape, offsets);
        return new Entry(name, type, shape, dataStart + offsets[0]);
    }

    private ElementType readElementType(String key) throws ModelFormatException {
        String name = readText(key);
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw fault("the dtype '" + name + "' is unknown");
    }

    private Shape readShape(String key) throws ModelFormatException {
        long at = tokenOffset();
        beginArray(key);
        int[] dimensions = new int[limits.rank()];
        int rank = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            int dimension = (int) integer(key, Integer.MAX_VALUE);
            if (rank == dimensions.length) {
                throw fault("has more than " + limits.rank() + " dimensions");
            }
            dimensions[rank++] = dimension;
        }
        int[] shape = Arrays.copyOf(dimensions, rank);
        try {
            return Shape.of(shape);
        } catch (ShapeException overflow) {
            String problem = "the shape " + Arrays.toString(shape) + " has more than 2⁶³ - 1 elements";
            throw new ModelFormatException(file.path(), place, at, problem, overflow);
        }
    }

    /** Begin and end of the data, counted from the end of the header: {@code 0 <= begin <= end <= bytes of data}. */
    private long[] readOffsets(String key) throws ModelFormatException {
        beginArray(key);
        long[] offsets = new long[2];
        for (int i = 0; i < offsets.length; i++) {
            json.nextToken();
            offsets[i] = integer(key, Long.MAX_VALUE);
        }
        if (json.nextToken() != JsonToken.END_ARRAY) {
            throw fault("data_offsets must be begin and end");
        }
        if (offsets[0] > offsets[1]) {
            throw fault("data_offsets " + Arrays.toString(offsets) + " end before they begin");
        }
        if (offsets[1] > file.size() - dataStart) {
            throw fault("data_offsets " + Arrays.toString(offsets) + " reach beyond the " + (file.size() - dataStart)
                    + " bytes of data in the file");
        }
        return offsets;
    }

    private void requireSize(long at, ElementType type, Shape shape, long[] offsets) throws ModelFormatException {
        long stated = offsets[1] - offsets[0];
        if (Math.multiplyHigh(shape.elements(), type.bytes()) != 0 || shape.elements() * type.bytes() != stated) {
            throw fault(
                    at,
                    "data_offsets " + Arrays.toString(offsets) + " hold " + stated + " bytes, " + type + " " + shape
                            + " takes " + shape.elements() + " times " + type.bytes());
        }
    }

    private void beginObject() throws ModelFormatException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw fault("must be an object, got " + json.getString());
        }
    }

    private void beginArray(String key) throws ModelFormatException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw fault(key + " must be an array, got " + json.getString());
        }
    }

    private String readText(String key) throws ModelFormatException {
        if (json.nextToken() != JsonToken.VALUE_STRING) {
            throw fault(key + " must be a string, got " + json.getString());
        }
        String text = json.getString();
        requireUnicode(text);
        return text;
    }

    /** The present token as an integer from 0 to a maximum. */
    private long integer(String key, long maximum) throws ModelFormatException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && json.getLongValue() >= 0
                && json.getLongValue() <= maximum) {
            return json.getLongValue();
        }
        throw fault(key + " must hold integers from 0 to " + maximum + ", got " + json.getString());
    }

    private void requireUnicode(String text) throws ModelFormatException {
        if (!SafetensorsHeader.isUnicode(text)) {
            throw fault("has a lone surrogate in '" + text + "'");
        }
    }

    private void requireRoom(int count, String items) throws ModelFormatException {
        if (count == limits.items()) {
            throw fault("more than " + limits.items() + " " + items);
        }
    }

    private long tokenOffset() {
        return SafetensorsHeader.LENGTH_BYTES + json.currentTokenLocation().getByteOffset();
    }

    private ModelFormatException fault(String problem) {
        return fault(tokenOffset(), problem);
    }

    private ModelFormatException fault(long offset, String problem) {
        return file.fault(place, offset, problem);
    }
}
