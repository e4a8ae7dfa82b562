package io.github.lanewise.layers.format.onnx;

/** The messages of ONNX that Lanewise reads and writes, by field number; what is not listed is skipped. */
public final class Schema {
    private Schema() {}

    /** {@code ModelProto}, the whole of a file. */
    public static final class Model {
        public static final int IR_VERSION = 1;
        public static final int PRODUCER_NAME = 2;
        public static final int PRODUCER_VERSION = 3;
        public static final int MODEL_VERSION = 5;
        public static final int GRAPH = 7;
        public static final int OPSET_IMPORT = 8;
        public static final int METADATA = 14;

        private Model() {}
    }

    /** {@code OperatorSetIdProto}. */
    public static final class Opset {
        public static final int DOMAIN = 1;
        public static final int VERSION = 2;

        private Opset() {}
    }

    /** {@code StringStringEntryProto}. */
    public static final class Entry {
        public static final int KEY = 1;
        public static final int VALUE = 2;

        private Entry() {}
    }

    /** {@code GraphProto}. */
    public static final class Graph {
        public static final int NODE = 1;
        public static final int NAME = 2;
        public static final int INITIALIZER = 5;
        public static final int INPUT = 11;
        public static final int OUTPUT = 12;
        public static final int VALUE_INFO = 13;
        public static final int SPARSE_INITIALIZER = 15;

        private Graph() {}
    }

    /** {@code NodeProto}. */
    public static final class Node {
        public static final int INPUT = 1;
        public static final int OUTPUT = 2;
        public static final int NAME = 3;
        public static final int OPERATOR = 4;
        public static final int ATTRIBUTE = 5;
        public static final int DOMAIN = 7;

        private Node() {}
    }

    /** {@code AttributeProto}. */
    public static final class Attribute {
        public static final int NAME = 1;
        public static final int FLOAT = 2;
        public static final int INT = 3;
        public static final int STRING = 4;
        public static final int TENSOR = 5;
        public static final int GRAPH = 6;
        public static final int FLOATS = 7;
        public static final int INTS = 8;
        public static final int STRINGS = 9;
        public static final int TENSORS = 10;
        public static final int GRAPHS = 11;
        public static final int TYPE_PROTO = 14;
        public static final int TYPE_PROTOS = 15;
        public static final int TYPE = 20;
        public static final int REFERENCE = 21;
        public static final int SPARSE_TENSOR = 22;
        public static final int SPARSE_TENSORS = 23;

        private Attribute() {}
    }

    /** {@code TensorProto}. */
    public static final class Tensor {
        public static final int DIMS = 1;
        public static final int DATA_TYPE = 2;
        public static final int SEGMENT = 3;
        public static final int FLOAT_DATA = 4;
        public static final int INT32_DATA = 5;
        public static final int STRING_DATA = 6;
        public static final int INT64_DATA = 7;
        public static final int NAME = 8;
        public static final int RAW_DATA = 9;
        public static final int DOUBLE_DATA = 10;
        public static final int UINT64_DATA = 11;
        public static final int EXTERNAL_DATA = 13;
        public static final int DATA_LOCATION = 14;

        private Tensor() {}
    }

    /** {@code ValueInfoProto}. */
    public static final class ValueInfo {
        public static final int NAME = 1;
        public static final int TYPE = 2;

        private ValueInfo() {}
    }

    /** {@code TypeProto}. */
    public static final class Type {
        public static final int TENSOR = 1;

        private Type() {}
    }

    /** {@code TypeProto.Tensor}. */
    public static final class TensorType {
        public static final int ELEMENT_TYPE = 1;
        public static final int SHAPE = 2;

        private TensorType() {}
    }

    /** {@code TensorShapeProto}. */
    public static final class Shape {
        public static final int DIMENSION = 1;

        private Shape() {}
    }

    /** {@code TensorShapeProto.Dimension}. */
    public static final class Dimension {
        public static final int VALUE = 1;
        public static final int PARAMETER = 2;

        private Dimension() {}
    }
}
