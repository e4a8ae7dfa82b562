package io.github.lanewise.layers.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One application of an operator. Attributes are read by the accessors, which throw {@link ModelFormatException} naming node
 * and attribute if it is of another kind or, where no value stands in for it, missing.
 *
 * @param name may be empty and need not be unique
 * @param domain empty for ONNX's own operators
 * @param inputs names of values, empty where an optional one is left out
 * @param outputs names of values, empty where an optional one is left out
 * @param attributes in the order of the file; unmodifiable
 */
public record OnnxNode(
        String name,
        String domain,
        String operator,
        List<String> inputs,
        List<String> outputs,
        SequencedMap<String, OnnxAttribute> attributes,
        Origin origin) {
    private static final SequencedMap<String, OnnxAttribute> NO_ATTRIBUTES =
            Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

    /** Copies the collections. */
    public OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = attributes.isEmpty()
                ? NO_ATTRIBUTES
                : Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
    }

    /** A node of ONNX's own operators, made in memory. */
    public static OnnxNode of(
            String name,
            String operator,
            List<String> inputs,
            List<String> outputs,
            Map<String, OnnxAttribute> attributes) {
        return new OnnxNode(name, "", operator, inputs, outputs, new LinkedHashMap<>(attributes), Origin.MEMORY);
    }

    /** Whether the node has this attribute, of whatever kind. */
    public boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** Whether an input is there, neither past the end of the list nor empty. */
    public boolean hasInput(int index) {
        return index < inputs.size() && !inputs.get(index).isEmpty();
    }

    /** Whether an output is there, neither past the end of the list nor empty. */
    public boolean hasOutput(int index) {
        return index < outputs.size() && !outputs.get(index).isEmpty();
    }

    /** The name of a required input. */
    public String input(int index) throws ModelFormatException {
        if (hasInput(index)) {
            return inputs.get(index);
        }
        throw fault("input " + index + " is missing");
    }

    /** The name of a required output. */
    public String output(int index) throws ModelFormatException {
        if (hasOutput(index)) {
            return outputs.get(index);
        }
        throw fault("output " + index + " is missing");
    }

    public long integer(String attribute) throws ModelFormatException {
        return required(attribute, OnnxAttribute.Int.class, "INT").value();
    }

    public long integer(String attribute, long otherwise) throws ModelFormatException {
        return has(attribute) ? integer(attribute) : otherwise;
    }

    public long[] integers(String attribute) throws ModelFormatException {
        return required(attribute, OnnxAttribute.Ints.class, "INTS").values().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    public long[] integers(String attribute, long... otherwise) throws ModelFormatException {
        return has(attribute) ? integers(attribute) : otherwise;
    }

    public float number(String attribute) throws ModelFormatException {
        return required(attribute, OnnxAttribute.Real.class, "FLOAT").value();
    }

    public float number(String attribute, float otherwise) throws ModelFormatException {
        return has(attribute) ? number(attribute) : otherwise;
    }

    public List<Float> numbers(String attribute) throws ModelFormatException {
        return required(attribute, OnnxAttribute.Reals.class, "FLOATS").values();
    }

    public String text(String attribute) throws ModelFormatException {
        return required(attribute, OnnxAttribute.Text.class, "STRING").value();
    }

    public String text(String attribute, String otherwise) throws ModelFormatException {
        return has(attribute) ? text(attribute) : otherwise;
    }

    public List<String> texts(String attribute) throws ModelFormatException {
        return required(attribute, OnnxAttribute.Texts.class, "STRINGS").values();
    }

    public OnnxTensor tensor(String attribute) throws ModelFormatException {
        return required(attribute, OnnxAttribute.TensorValue.class, "TENSOR").value();
    }

    /** The node as messages name it: {@code node 'conv1' (Conv)}, or by its first output if it has no name. */
    public String place() {
        String subject = !name.isEmpty() ? "'" + name + "'" : hasOutput(0) ? "of '" + outputs.getFirst() + "'" : "''";
        return "node " + subject + " (" + (domain.isEmpty() ? "" : domain + ".") + operator + ")";
    }

    /** The exception for a fault of this node. */
    public ModelFormatException fault(String problem) {
        return origin.fault(place(), problem);
    }

    private <A extends OnnxAttribute> A required(String attribute, Class<A> type, String kind)
            throws ModelFormatException {
        OnnxAttribute value = attributes.get(attribute);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        String problem =
                value == null ? "is missing, it must be of kind " + kind : "must be " + kind + ", is " + value.kind();
        throw fault("attribute '" + attribute + "' " + problem);
    }
}
