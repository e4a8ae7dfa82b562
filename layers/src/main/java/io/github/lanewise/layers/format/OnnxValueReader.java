package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.MessageReader;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the declaration of a value. */
final class OnnxValueReader {
    private static final OnnxDimension UNKNOWN = new OnnxDimension.Unknown();

    private final OnnxSource source;
    private String name = "";
    private OnnxType type = OnnxType.UNDEFINED;
    private @Nullable List<OnnxDimension> dimensions;
    private OnnxDimension dimension = UNKNOWN;

    private OnnxValueReader(OnnxSource source) {
        this.source = source;
    }

    /** Reads the declaration that the message around the next field is. */
    static OnnxValueInfo read(OnnxSource source, String kind, MessageReader in) throws IOException {
        long start = in.offset();
        OnnxValueReader reader = new OnnxValueReader(source);
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case Schema.ValueInfo.NAME -> {
                    reader.name = in.text(source.limits().stringLength());
                    source.enter(kind + " '" + reader.name + "'");
                }
                case Schema.ValueInfo.TYPE -> in.message(reader::readType);
                default -> in.skip();
            }
        }
        if (reader.name.isEmpty()) {
            throw source.fault(start, "has no name");
        }
        return new OnnxValueInfo(reader.name, reader.type, reader.dimensions, source.origin(start));
    }

    private void readType(MessageReader in) throws IOException {
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            if (field == Schema.Type.TENSOR) {
                in.message(this::readTensorType);
            } else {
                in.skip();
            }
        }
    }

    private void readTensorType(MessageReader in) throws IOException {
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case Schema.TensorType.ELEMENT_TYPE -> {
                    long code = in.integer();
                    type = code == (int) code ? OnnxType.of((int) code) : OnnxType.UNDEFINED;
                }
                case Schema.TensorType.SHAPE -> {
                    List<OnnxDimension> shape = new ArrayList<>();
                    dimensions = shape;
                    in.message(_ -> readShape(shape, in));
                }
                default -> in.skip();
            }
        }
    }

    private void readShape(List<OnnxDimension> shape, MessageReader in) throws IOException {
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            if (field == Schema.Shape.DIMENSION) {
                if (shape.size() == source.limits().rank()) {
                    throw source.fault(in.fieldOffset(), "has more than " + shape.size() + " dimensions");
                }
                dimension = UNKNOWN;
                in.message(this::readDimension);
                shape.add(dimension);
            } else {
                in.skip();
            }
        }
    }

    private void readDimension(MessageReader in) throws IOException {
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case Schema.Dimension.VALUE -> dimension = fixed(in.integer(), in);
                case Schema.Dimension.PARAMETER -> {
                    String symbol = in.text(source.limits().stringLength());
                    dimension = symbol.isEmpty() ? UNKNOWN : new OnnxDimension.Symbol(symbol);
                }
                default -> in.skip();
            }
        }
    }

    /** A dimension; some exporters write -1 for one that is left open. */
    private OnnxDimension fixed(long value, MessageReader in) throws ModelFormatException {
        if (value < -1 || value > Integer.MAX_VALUE) {
            throw source.fault(in.fieldOffset(), "the dimension " + value + " is not in 0.." + Integer.MAX_VALUE);
        }
        return value == -1 ? UNKNOWN : new OnnxDimension.Fixed(value);
    }
}
