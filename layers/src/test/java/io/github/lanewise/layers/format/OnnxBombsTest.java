package io.github.lanewise.layers.format;

import static io.github.lanewise.layers.format.OnnxBytes.attribute;
import static io.github.lanewise.layers.format.OnnxBytes.bytes;
import static io.github.lanewise.layers.format.OnnxBytes.file;
import static io.github.lanewise.layers.format.OnnxBytes.fileWithAttribute;
import static io.github.lanewise.layers.format.OnnxBytes.graph;
import static io.github.lanewise.layers.format.OnnxBytes.graphWith;
import static io.github.lanewise.layers.format.OnnxBytes.node;
import static io.github.lanewise.layers.format.OnnxBytes.tensor;
import static io.github.lanewise.layers.format.OnnxBytes.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.format.onnx.Message;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Large files made to cost much: each of many small things. What they cost stays in proportion to the file. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OnnxBombsTest {
    private static final int MANY = 100_000;
    private static final int HUGE = 8 << 20;
    private static final Message RELU = node("Relu", List.of("x"), List.of("y"));

    private final Hostility<OnnxModel> hostility;

    OnnxBombsTest(@TempDir Path folder) throws IOException {
        hostility = new Hostility<>(folder.resolve("model.onnx"), OnnxModel::read, (model, _) -> {
            assertThat(model.graph().outputs()).isNotEmpty();
        });
        hostility.warmUp(file(graph(RELU)));
    }

    static Stream<Arguments> bombs() {
        Message small = new Message().text(4, "R").text(2, "");
        return Stream.of(
                bomb("nodes", file(repeat(graph(RELU), Schema.Graph.NODE, MANY - 1, _ -> small))),
                bomb("too many nodes", file(repeat(graph(RELU), Schema.Graph.NODE, 20 * MANY, _ -> small))),
                bomb("inputs", file(graph(texts(node("Sum", List.of("x"), List.of("y")), Schema.Node.INPUT, "x")))),
                bomb(
                        "absent inputs",
                        file(graph(texts(node("Sum", List.of("x"), List.of("y")), Schema.Node.INPUT, "")))),
                bomb("initialisers", file(repeat(graph(RELU), 5, MANY, i -> tensor("w" + i, 1, 0)))),
                bomb(
                        "scalars",
                        file(repeat(
                                graph(RELU), 5, MANY, i -> tensor("w" + i, 1).real(4, 1)))),
                bomb("raw scalars", file(repeat(graph(RELU), 5, MANY, i -> tensor("w" + i, 1, new byte[4])))),
                bomb("values", file(repeat(graph(RELU), Schema.Graph.VALUE_INFO, MANY, _ -> value("v")))),
                bomb("inputs of the graph", file(repeat(graph(RELU), 11, MANY - 1, i -> value("v" + i)))),
                bomb(
                        "attributes",
                        file(graph(
                                repeat(node("R", List.of("x"), List.of("y")), 5, MANY, i -> attribute("a" + i, 2))))),
                bomb("integers", fileWithAttribute(attribute("a", 7).bytes(8, filled(MANY, 127)))),
                bomb("too many integers", fileWithAttribute(attribute("a", 7).bytes(8, filled(HUGE, 1)))),
                bomb("texts", fileWithAttribute(texts(attribute("a", 8), 9, "t"))),
                bomb("packed integers", file(graphWith(tensor("w", 7, HUGE).bytes(7, filled(HUGE, 1))))),
                bomb(
                        "integers that do not fit",
                        file(graphWith(tensor("w", 7, 1).bytes(7, filled(HUGE, 1))))),
                bomb("single integers", file(graphWith(singles(tensor("w", 7, HUGE / 8), HUGE / 8)))),
                bomb("metadata", bytes(repeat(new Message(), 14, MANY, i -> OnnxBytes.entry("" + i, "")))),
                bomb(
                        "external entries",
                        file(graphWith(repeat(tensor("w", 1), 13, MANY, i -> OnnxBytes.entry("" + i, ""))))),
                bomb("unknown fields", file(singles(graph(RELU), HUGE / 4))),
                bomb("a long text", bytes(new Message().bytes(2, filled(HUGE, 'a')))),
                bomb("a deep message", file(graph(RELU).bytes(1, deep()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void costIsInProportion(String name, byte[] file) throws IOException {
        hostility.feed(file);
        assertThat(hostility.read() + hostility.refused()).as(name).isEqualTo(1);
    }

    private static Arguments bomb(String name, byte[] file) {
        return Arguments.of(name, file);
    }

    private static Message repeat(Message target, int field, int count, IntFunction<Message> messages) {
        for (int i = 0; i < count; i++) {
            target.message(field, messages.apply(i));
        }
        return target;
    }

    private static Message texts(Message target, int field, String text) {
        for (int i = 0; i < MANY - 1; i++) {
            target.text(field, text);
        }
        return target;
    }

    private static Message singles(Message target, int count) {
        for (int i = 0; i < count; i++) {
            target.integer(Schema.Tensor.INT64_DATA, 1);
        }
        return target;
    }

    private static MemorySegment filled(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return MemorySegment.ofArray(bytes);
    }

    /** Bytes that are a message of one field, which is a message of one field, and so on. */
    private static MemorySegment deep() {
        Message message = new Message();
        for (int level = 0; level < 5000; level++) {
            message = new Message().message(6, message);
        }
        return MemorySegment.ofArray(bytes(message));
    }
}
