/** Residual networks on the Lanewise engine: layers, the compiled inference model and the file formats. */
@SuppressWarnings("requires-automatic") // protobuf-java has a stable name, but no descriptor
@org.jspecify.annotations.NullMarked
module io.github.lanewise.layers {
    requires transitive io.github.lanewise.engine;
    requires java.desktop;
    requires jdk.jfr;
    requires static jdk.management;
    requires com.google.protobuf;
    requires org.apache.commons.compress;
    requires tools.jackson.core;
    requires static org.jspecify;

    exports io.github.lanewise.layers;
    exports io.github.lanewise.layers.residual;
    exports io.github.lanewise.layers.graph;
    exports io.github.lanewise.layers.format;
    exports io.github.lanewise.layers.onnx;
    exports io.github.lanewise.layers.data;
    exports io.github.lanewise.layers.train;
}
