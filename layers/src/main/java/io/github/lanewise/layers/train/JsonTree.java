package io.github.lanewise.layers.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** A small JSON document as maps, lists, texts and numbers; what is not there or of another kind is named. */
record JsonTree(String place, Object value) {
    private static final int MAX_NESTING = 8;

    /** Parses a document; {@link IllegalArgumentException} if it is none. */
    static JsonTree parse(byte[] document) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .build())
                .build();
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), document)) {
            json.nextToken();
            Object value = value(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("something follows the end");
            }
            return new JsonTree("", value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (String key = json.nextName(); key != null; key = json.nextName()) {
                    json.nextToken();
                    members.put(key, value(json));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(json));
                }
                yield elements;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case null, default -> throw new IllegalArgumentException("has no value where one is needed");
        };
    }

    /** The keys of an object. */
    List<String> keys() {
        if (!(value instanceof Map<?, ?> members)) {
            throw wrong("an object");
        }
        return members.keySet().stream().map(String::valueOf).toList();
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> members && members.containsKey(key);
    }

    JsonTree member(String key) {
        Object member = value instanceof Map<?, ?> members ? members.get(key) : null;
        String path = place.isEmpty() ? key : place + "." + key;
        if (member == null) {
            throw new IllegalArgumentException("'" + path + "' is missing");
        }
        return new JsonTree(path, member);
    }

    List<JsonTree> elements() {
        if (!(value instanceof List<?> elements)) {
            throw wrong("an array");
        }
        List<JsonTree> trees = new ArrayList<>();
        for (Object element : elements) {
            trees.add(new JsonTree(place + "[" + trees.size() + "]", element));
        }
        return trees;
    }

    String text(String key) {
        JsonTree member = member(key);
        if (member.value instanceof String text) {
            return text;
        }
        throw member.wrong("a text");
    }

    long whole(String key) {
        JsonTree member = member(key);
        if (member.value instanceof Long number) {
            return number;
        }
        throw member.wrong("a whole number");
    }

    int integer(String key) {
        long number = whole(key);
        if (number != (int) number) {
            throw member(key).wrong("an integer");
        }
        return (int) number;
    }

    double number(String key) {
        JsonTree member = member(key);
        if (member.value instanceof Number number) {
            return number.doubleValue();
        }
        throw member.wrong("a number");
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("'" + place + "' must be " + expected + ", got " + value);
    }
}
