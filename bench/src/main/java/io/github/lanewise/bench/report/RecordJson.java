package io.github.lanewise.bench.report;

import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** Records of strings, numbers, booleans, records and lists of them as JSON, and back. */
public final class RecordJson {

    /** Digits of a number that say something. */
    private static final MathContext KEPT = new MathContext(5);

    private RecordJson() {}

    /** The record as JSON, each element of a list on a line of its own. */
    public static String write(Record value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(JsonLines.CONTEXT, text)) {
            write(json, value);
        }
        return text + "\n";
    }

    /**
     * The record that a text describes; lists that are missing are empty.
     *
     * @throws IllegalArgumentException naming what is missing or of another type
     */
    public static <R extends Record> R read(String json, Class<R> type) {
        return type.cast(convert(JsonTree.parse(json), type));
    }

    private static void write(JsonGenerator json, Object value) {
        switch (value) {
            case Record fields -> writeRecord(json, fields);
            case List<?> elements -> {
                json.writeStartArray();
                elements.forEach(element -> write(json, element));
                json.writeEndArray();
            }
            case Double number -> json.writeNumber(rounded(number));
            case Integer number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            default -> json.writeString(value.toString());
        }
    }

    private static void writeRecord(JsonGenerator json, Record fields) {
        json.writeStartObject();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            json.writeName(component.getName());
            write(json, field(fields, component));
        }
        json.writeEndObject();
    }

    private static double rounded(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value + "; a measurement went wrong");
        }
        return BigDecimal.valueOf(value).round(KEPT).doubleValue();
    }

    private static Object field(Record fields, RecordComponent component) {
        try {
            return component.getAccessor().invoke(fields);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static Object convert(Object value, Type type) {
        if (type instanceof ParameterizedType list && value instanceof List<?> elements) {
            return elements.stream()
                    .map(element -> convert(element, list.getActualTypeArguments()[0]))
                    .toList();
        }
        if (type instanceof Class<?> fields && fields.isRecord() && value instanceof Map<?, ?> members) {
            return construct(fields, members);
        }
        if (value instanceof Double number) {
            if (type == double.class) {
                return number;
            }
            if (type == int.class && number == number.intValue()) {
                return number.intValue();
            }
        }
        if ((type == String.class && value instanceof String) || (type == boolean.class && value instanceof Boolean)) {
            return value;
        }
        throw new IllegalArgumentException("a " + type.getTypeName() + " expected, got " + value);
    }

    private static Object construct(Class<?> type, Map<?, ?> members) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> convert(member(type, members, component), component.getGenericType()))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make a " + type.getSimpleName() + " of " + members, e);
        }
    }

    /** A list that is not there is empty: the report is older than that list. */
    private static Object member(Class<?> type, Map<?, ?> members, RecordComponent component) {
        return Objects.requireNonNullElseGet(members.get(component.getName()), () -> {
            if (component.getType() == List.class) {
                return List.of();
            }
            throw new IllegalArgumentException(
                    "a " + type.getSimpleName() + " without \"" + component.getName() + "\"");
        });
    }
}
