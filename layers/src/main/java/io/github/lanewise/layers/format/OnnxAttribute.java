package io.github.lanewise.layers.format;

import java.util.List;

/** The value of a node's attribute. */
public sealed interface OnnxAttribute {
    /** The name of its kind in ONNX, such as {@code INTS}. */
    String kind();

    /** {@code FLOAT}. */
    record Real(float value) implements OnnxAttribute {
        @Override
        public String kind() {
            return "FLOAT";
        }
    }

    /** {@code INT}. */
    record Int(long value) implements OnnxAttribute {
        @Override
        public String kind() {
            return "INT";
        }
    }

    /** {@code STRING}. */
    record Text(String value) implements OnnxAttribute {
        @Override
        public String kind() {
            return "STRING";
        }
    }

    /** {@code TENSOR}. */
    record TensorValue(OnnxTensor value) implements OnnxAttribute {
        @Override
        public String kind() {
            return "TENSOR";
        }
    }

    /** {@code FLOATS}. */
    record Reals(List<Float> values) implements OnnxAttribute {
        /** Copies the values. */
        public Reals {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "FLOATS";
        }
    }

    /** {@code INTS}. */
    record Ints(List<Long> values) implements OnnxAttribute {
        /** Copies the values. */
        public Ints {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "INTS";
        }
    }

    /** {@code STRINGS}. */
    record Texts(List<String> values) implements OnnxAttribute {
        /** Copies the values. */
        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "STRINGS";
        }
    }

    /** A kind whose content is not read, such as {@code GRAPH}. */
    record Other(String kind) implements OnnxAttribute {}
}
