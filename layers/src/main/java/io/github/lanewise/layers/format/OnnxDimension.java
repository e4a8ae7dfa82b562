package io.github.lanewise.layers.format;

/** One dimension of a declared shape. */
public sealed interface OnnxDimension {
    /** A number, at least 0. */
    record Fixed(long value) implements OnnxDimension {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A name that stands for a number; the same name is the same number everywhere in the graph. */
    record Symbol(String name) implements OnnxDimension {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Left open. */
    record Unknown() implements OnnxDimension {
        @Override
        public String toString() {
            return "?";
        }
    }
}
