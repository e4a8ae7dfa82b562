package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.layers.format.OnnxAttribute;
import java.util.Arrays;
import java.util.List;

/** Values of attributes as exported nodes have them. */
final class Attributes {
    private Attributes() {}

    static OnnxAttribute ints(int... values) {
        return new OnnxAttribute.Ints(
                Arrays.stream(values).mapToObj(value -> (long) value).toList());
    }

    static OnnxAttribute ints(List<Integer> values) {
        return new OnnxAttribute.Ints(values.stream().map(Integer::longValue).toList());
    }

    static OnnxAttribute integer(long value) {
        return new OnnxAttribute.Int(value);
    }

    static OnnxAttribute flag(boolean value) {
        return new OnnxAttribute.Int(value ? 1 : 0);
    }

    static OnnxAttribute real(float value) {
        return new OnnxAttribute.Real(value);
    }

    static OnnxAttribute text(String value) {
        return new OnnxAttribute.Text(value);
    }

    /** The beginnings of both axes, then their ends. */
    static OnnxAttribute pads(Padding padding) {
        return ints(padding.top(), padding.left(), padding.bottom(), padding.right());
    }
}
