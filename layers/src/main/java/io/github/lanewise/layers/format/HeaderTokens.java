package io.github.lanewise.layers.format;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON of a safetensors header, token by token. What does not stand where it must ends in a
 * {@link ModelFormatException} with the place that was entered last and the byte of the token; what is no JSON at all ends
 * in a {@link JacksonException}, which {@link #malformed} turns into one.
 */
final class HeaderTokens implements AutoCloseable {
    private static final int MAX_NESTING = 3;

    private final ModelFile file;
    private final JsonParser json;
    private String place = SafetensorsHeader.PLACE;

    HeaderTokens(ModelFile file, byte[] header, Limits limits) {
        this.file = file;
        this.json = factory(limits).createParser(ObjectReadContext.empty(), header);
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

    /** What errors name from now on. */
    void enter(String newPlace) {
        place = newPlace;
    }

    /** Steps into the next value, which must be an object. */
    void beginObject() throws ModelFormatException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw fault("must be an object, got " + json.getString());
        }
    }

    /** The next key of an object, or null at its end. */
    @Nullable
    String nextKey() {
        return json.nextName();
    }

    /** Steps into the value of a key, which must be an array. */
    void beginArray(String key) throws ModelFormatException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw fault(key + " must be an array, got " + json.getString());
        }
    }

    /** Steps to the next element of an array; false at its end. */
    boolean nextElement() {
        return json.nextToken() != JsonToken.END_ARRAY;
    }

    /** The value of a key as a text. */
    String text(String key) throws ModelFormatException {
        if (json.nextToken() != JsonToken.VALUE_STRING) {
            throw fault(key + " must be a string, got " + json.getString());
        }
        String text = json.getString();
        requireUnicode(text);
        return text;
    }

    /** The present element of the array of a key as an integer from 0 to a maximum. */
    long integer(String key, long maximum) throws ModelFormatException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && json.getLongValue() >= 0
                && json.getLongValue() <= maximum) {
            return json.getLongValue();
        }
        throw fault(key + " must hold integers from 0 to " + maximum + ", got " + json.getString());
    }

    void requireUnicode(String text) throws ModelFormatException {
        if (!SafetensorsHeader.isUnicode(text)) {
            throw fault("has a lone surrogate in '" + text + "'");
        }
    }

    void requireEnd() throws ModelFormatException {
        if (json.nextToken() != null) {
            throw fault("goes on after its object with " + json.getString());
        }
    }

    /** The byte of the present token in the file. */
    long offset() {
        return SafetensorsHeader.LENGTH_BYTES + json.currentTokenLocation().getByteOffset();
    }

    ModelFormatException fault(String problem) {
        return fault(offset(), problem);
    }

    ModelFormatException fault(long offset, String problem) {
        return file.fault(place, offset, problem);
    }

    ModelFormatException fault(long offset, String problem, Throwable cause) {
        return new ModelFormatException(file.path(), place, offset, problem, cause);
    }

    ModelFormatException malformed(JacksonException e) {
        long offset = SafetensorsHeader.LENGTH_BYTES + json.currentLocation().getByteOffset();
        return fault(offset, e.getOriginalMessage(), e);
    }

    @Override
    public void close() {
        json.close();
    }
}
