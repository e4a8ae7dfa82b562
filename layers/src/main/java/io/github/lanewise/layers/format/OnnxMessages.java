package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.Message;
import io.github.lanewise.layers.format.onnx.Schema;

/** Puts a model into ONNX's messages. What was not read from a file, such as subgraphs, cannot be written either. */
final class OnnxMessages {
    private final ExternalLayout external;

    /** Messages whose initialisers stand in another file as far as the layout places them there. */
    OnnxMessages(ExternalLayout external) {
        this.external = external;
    }

    Message model(OnnxModel model) {
        Message message = new Message()
                .integer(Schema.Model.IR_VERSION, model.irVersion())
                .textIfPresent(Schema.Model.PRODUCER_NAME, model.producer())
                .textIfPresent(Schema.Model.PRODUCER_VERSION, model.producerVersion())
                .integer(Schema.Model.MODEL_VERSION, model.modelVersion())
                .message(Schema.Model.GRAPH, graph(model.graph()));
        model.opsets()
                .forEach((domain, version) -> message.message(
                        Schema.Model.OPSET_IMPORT,
                        new Message()
                                .textIfPresent(Schema.Opset.DOMAIN, domain)
                                .integer(Schema.Opset.VERSION, version)));
        model.metadata().forEach((key, value) -> message.message(Schema.Model.METADATA, entry(key, value)));
        return message;
    }

    private Message graph(OnnxGraph graph) {
        Message message = new Message();
        graph.nodes().forEach(node -> message.message(Schema.Graph.NODE, node(node)));
        message.textIfPresent(Schema.Graph.NAME, graph.name());
        graph.initializers()
                .forEach((name, tensor) -> message.message(Schema.Graph.INITIALIZER, initializer(name, tensor)));
        graph.inputs().forEach(value -> message.message(Schema.Graph.INPUT, value(value)));
        graph.outputs().forEach(value -> message.message(Schema.Graph.OUTPUT, value(value)));
        graph.valueInfo().forEach(value -> message.message(Schema.Graph.VALUE_INFO, value(value)));
        return message;
    }

    private static Message node(OnnxNode node) {
        Message message = new Message();
        node.inputs().forEach(input -> message.text(Schema.Node.INPUT, input));
        node.outputs().forEach(output -> message.text(Schema.Node.OUTPUT, output));
        message.textIfPresent(Schema.Node.NAME, node.name()).text(Schema.Node.OPERATOR, node.operator());
        node.attributes()
                .forEach((name, value) -> message.message(Schema.Node.ATTRIBUTE, attribute(node, name, value)));
        return message.textIfPresent(Schema.Node.DOMAIN, node.domain());
    }

    private static Message attribute(OnnxNode node, String name, OnnxAttribute value) {
        Message message = new Message().text(Schema.Attribute.NAME, name);
        switch (value) {
            case OnnxAttribute.Real(float real) -> message.real(Schema.Attribute.FLOAT, real);
            case OnnxAttribute.Int(long integer) -> message.integer(Schema.Attribute.INT, integer);
            case OnnxAttribute.Text(String text) -> message.text(Schema.Attribute.STRING, text);
            case OnnxAttribute.TensorValue(OnnxTensor tensor) ->
                message.message(Schema.Attribute.TENSOR, tensor(tensor.name(), tensor));
            case OnnxAttribute.Reals reals ->
                reals.values().forEach(real -> message.real(Schema.Attribute.FLOATS, real));
            case OnnxAttribute.Ints ints ->
                ints.values().forEach(integer -> message.integer(Schema.Attribute.INTS, integer));
            case OnnxAttribute.Texts texts ->
                texts.values().forEach(text -> message.text(Schema.Attribute.STRINGS, text));
            case OnnxAttribute.Other other ->
                throw new IllegalArgumentException(node.place() + ": attribute '" + name + "' is " + other.kind()
                        + ", whose content was not read");
        }
        return message.integer(
                Schema.Attribute.TYPE, OnnxAttributeKind.valueOf(value.kind()).code());
    }

    private Message initializer(String name, OnnxTensor tensor) {
        if (!external.holds(name)) {
            return tensor(name, tensor);
        }
        Message message = head(name, tensor);
        external.entriesOf(name)
                .forEach((key, value) -> message.message(Schema.Tensor.EXTERNAL_DATA, entry(key, value)));
        return message.integer(Schema.Tensor.DATA_LOCATION, OnnxTensorReader.EXTERNAL);
    }

    /** A tensor with its data. */
    static Message tensor(String name, OnnxTensor tensor) {
        return head(name, tensor).bytes(Schema.Tensor.RAW_DATA, tensor.data());
    }

    private static Message head(String name, OnnxTensor tensor) {
        if (tensor.type() == OnnxType.STRING && tensor.elements() > 0) {
            throw new IllegalArgumentException(tensor.place() + " holds texts, which were not read");
        }
        Message message = new Message();
        for (long dim : tensor.dims()) {
            message.integer(Schema.Tensor.DIMS, dim);
        }
        return message.integer(Schema.Tensor.DATA_TYPE, tensor.type().code()).textIfPresent(Schema.Tensor.NAME, name);
    }

    private static Message value(OnnxValueInfo value) {
        Message message = new Message().text(Schema.ValueInfo.NAME, value.name());
        if (value.type() == OnnxType.UNDEFINED && value.dimensions() == null) {
            return message;
        }
        Message tensor = new Message()
                .integer(Schema.TensorType.ELEMENT_TYPE, value.type().code());
        if (value.dimensions() != null) {
            Message shape = new Message();
            value.dimensions().forEach(dimension -> shape.message(Schema.Shape.DIMENSION, dimension(dimension)));
            tensor.message(Schema.TensorType.SHAPE, shape);
        }
        return message.message(Schema.ValueInfo.TYPE, new Message().message(Schema.Type.TENSOR, tensor));
    }

    private static Message dimension(OnnxDimension dimension) {
        return switch (dimension) {
            case OnnxDimension.Fixed(long value) -> new Message().integer(Schema.Dimension.VALUE, value);
            case OnnxDimension.Symbol(String name) -> new Message().text(Schema.Dimension.PARAMETER, name);
            case OnnxDimension.Unknown() -> new Message();
        };
    }

    private static Message entry(String key, String value) {
        return new Message().text(Schema.Entry.KEY, key).text(Schema.Entry.VALUE, value);
    }
}
