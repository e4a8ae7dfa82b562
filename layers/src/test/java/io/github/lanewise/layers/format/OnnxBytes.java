package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.Message;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/** ONNX files put together message by message, valid or not. */
final class OnnxBytes {
    static final int FLOAT = 1;
    static final int INT64 = 7;

    private OnnxBytes() {}

    static byte[] bytes(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            message.writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** A file of version 8 and operators of version 17 with one graph. */
    static byte[] file(Message graph) {
        return bytes(new Message()
                .integer(Schema.Model.IR_VERSION, 8)
                .message(Schema.Model.GRAPH, graph)
                .message(Schema.Model.OPSET_IMPORT, new Message().integer(Schema.Opset.VERSION, 17)));
    }

    /** The input x, the nodes and the output y. */
    static Message graph(Message... nodes) {
        Message graph = new Message();
        for (Message node : nodes) {
            graph.message(Schema.Graph.NODE, node);
        }
        return graph.message(Schema.Graph.INPUT, value("x")).message(Schema.Graph.OUTPUT, value("y"));
    }

    /** The graph {@code y = Add(x, w)} with the tensors as initialisers. */
    static Message graphWith(Message... initializers) {
        Message graph = graph(node("Add", List.of("x", "w"), List.of("y")));
        for (Message initializer : initializers) {
            graph.message(Schema.Graph.INITIALIZER, initializer);
        }
        return graph;
    }

    static Message node(String operator, List<String> inputs, List<String> outputs, Message... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(Schema.Node.INPUT, input));
        outputs.forEach(output -> node.text(Schema.Node.OUTPUT, output));
        node.text(Schema.Node.NAME, operator.toLowerCase(Locale.ROOT)).text(Schema.Node.OPERATOR, operator);
        for (Message attribute : attributes) {
            node.message(Schema.Node.ATTRIBUTE, attribute);
        }
        return node;
    }

    /** A node with one attribute of a name and a kind. */
    static byte[] fileWithAttribute(Message attribute) {
        return file(graph(node("Relu", List.of("x"), List.of("y"), attribute)));
    }

    static Message attribute(String name, int kind) {
        return new Message().text(Schema.Attribute.NAME, name).integer(Schema.Attribute.TYPE, kind);
    }

    /** A tensor without data. */
    static Message tensor(String name, int type, long... dims) {
        Message tensor = new Message();
        for (long dim : dims) {
            tensor.integer(Schema.Tensor.DIMS, dim);
        }
        return tensor.integer(Schema.Tensor.DATA_TYPE, type).text(Schema.Tensor.NAME, name);
    }

    static Message tensor(String name, int type, byte[] raw, long... dims) {
        return tensor(name, type, dims).bytes(Schema.Tensor.RAW_DATA, MemorySegment.ofArray(raw));
    }

    static Message value(String name) {
        Message tensor = new Message().integer(Schema.TensorType.ELEMENT_TYPE, FLOAT);
        return new Message()
                .text(Schema.ValueInfo.NAME, name)
                .message(Schema.ValueInfo.TYPE, new Message().message(Schema.Type.TENSOR, tensor));
    }

    static Message entry(String key, String value) {
        return new Message().text(Schema.Entry.KEY, key).text(Schema.Entry.VALUE, value);
    }
}
