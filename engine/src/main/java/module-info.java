/** The numerics engine: dense float32 operators over native memory, with the Vector API where the machine has it. */
@org.jspecify.annotations.NullMarked
module io.github.lanewise.engine {
    requires jdk.incubator.vector;
    requires jdk.jfr;
    requires static jdk.management;
    requires static org.jspecify;

    exports io.github.lanewise.engine;
    exports io.github.lanewise.engine.tensor;
}
