package io.github.lanewise.layers.format;

import static io.github.lanewise.layers.format.OnnxBytes.FLOAT;
import static io.github.lanewise.layers.format.OnnxBytes.attribute;
import static io.github.lanewise.layers.format.OnnxBytes.bytes;
import static io.github.lanewise.layers.format.OnnxBytes.entry;
import static io.github.lanewise.layers.format.OnnxBytes.file;
import static io.github.lanewise.layers.format.OnnxBytes.fileWithAttribute;
import static io.github.lanewise.layers.format.OnnxBytes.graph;
import static io.github.lanewise.layers.format.OnnxBytes.graphWith;
import static io.github.lanewise.layers.format.OnnxBytes.node;
import static io.github.lanewise.layers.format.OnnxBytes.tensor;
import static io.github.lanewise.layers.format.OnnxBytes.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.layers.format.onnx.Message;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the format and each limit, broken on its own. */
class OnnxFaultsTest {
    private static final byte[] FOUR = new byte[4];
    private static final byte[] EIGHT = new byte[8];
    private static final Message RELU = node("Relu", List.of("x"), List.of("y"));

    private final Path folder;
    private final Path path;

    OnnxFaultsTest(@TempDir Path folder) {
        this.folder = folder;
        this.path = folder.resolve("model.onnx");
    }

    static Stream<Arguments> wire() {
        return Stream.of(
                fault("no bytes", hex(""), "model: its IR version is 0, the versions 3 to 13 are read"),
                fault("no tag", hex("00"), "model: "),
                fault("a tag without content", hex("08"), "model: While parsing a protocol message, the input ended"),
                fault("a tag of eleven bytes", hex("ffffffffffffffffffff01"), "malformed varint"),
                fault(
                        "a length beyond the file",
                        hex("1205"),
                        "model: field 2: a length of 5 bytes reaches beyond the 0"),
                fault("2^32 - 1 bytes", hex("12ffffffff0f"), "a length of 4294967295 bytes reaches beyond"),
                fault("2^64 - 1 bytes", hex("12ffffffffffffffffff01"), "a length of 4294967295 bytes reaches beyond"),
                fault("a graph beyond the file", hex("3a02"), "graph: field 7: a length of 2 bytes"),
                fault(
                        "a message beyond the one around it",
                        hex("3a020a053a00"),
                        "node 0: field 1: a length of 5 bytes"),
                fault("a group", hex("0b0c"), "model: field 1: its wire type is 3, expected 0"),
                fault("an unknown group", hex("fb0100fc01"), "model: field 31: groups are not part of ONNX"),
                fault("an unknown end of group", hex("fc01"), "model: field 31: groups are not part of ONNX"),
                fault("an unknown wire type", hex("fe01"), "model: "),
                fault("a number as text", hex("0a0131"), "model: field 1: its wire type is 2, expected 0"),
                fault("a text as number", hex("1005"), "model: field 2: its wire type is 0, expected 2 (byte 0)"),
                fault("an encoded surrogate", hex("1203eda080"), "model: field 2: its text is not UTF-8 (byte 0)"),
                fault("a stray byte", hex("1201ff"), "model: field 2: its text is not UTF-8"));
    }

    static Stream<Arguments> models() {
        Message opset = new Message().integer(Schema.Opset.VERSION, 17);
        Message graph = graph(RELU);
        return Stream.of(
                fault("version 2", model(2, graph, opset), "model: its IR version is 2"),
                fault("version 14", model(14, graph, opset), "model: its IR version is 14"),
                fault("a negative version", model(-1, graph, opset), "model: its IR version is -1"),
                fault("no graph", bytes(new Message().integer(1, 8).message(8, opset)), "model: has no graph"),
                fault(
                        "two graphs",
                        bytes(new Message()
                                .integer(1, 8)
                                .message(7, graph)
                                .message(7, graph)
                                .message(8, opset)),
                        "model: has two graphs"),
                fault("no operators", model(8, graph), "node 'relu' (Relu): is an operator of ONNX's own"),
                fault("operators of version 0", model(8, graph, new Message()), "the version 0 of operator set ''"),
                fault(
                        "operators of version 2^31",
                        model(8, graph, new Message().integer(2, 1L << 31)),
                        "the version 2147483648 of operator set '' is not in 1..2147483647"),
                fault(
                        "two versions of the operators",
                        model(8, graph, opset, new Message().text(1, "ai.onnx").integer(2, 16)),
                        "model: imports the operator set '' twice"),
                fault(
                        "metadata twice",
                        bytes(new Message().message(14, entry("k", "a")).message(14, entry("k", "b"))),
                        "metadata: the key 'k' stands twice"));
    }

    static Stream<Arguments> graphs() {
        return Stream.of(
                fault(
                        "an operator without name",
                        file(graph(new Message().text(3, "n"))),
                        "node 'n': names no operator"),
                fault(
                        "a value that is nowhere",
                        file(graph(node("Relu", List.of("z"), List.of("y")))),
                        "node 'relu' (Relu): its input 'z' is defined nowhere (byte 6)"),
                fault(
                        "a node before what it uses",
                        file(graph(node("Abs", List.of("t"), List.of("y")), node("Relu", List.of("x"), List.of("t")))),
                        "node 'abs' (Abs): its input 't' is defined only later, by node 'relu' (Relu): a cycle, or nodes"),
                fault(
                        "a node that uses itself",
                        file(graph(node("Add", List.of("x", "y"), List.of("y")))),
                        "node 'add' (Add): its input 'y' is defined only later, by node 'add' (Add): a cycle"),
                fault(
                        "a value of two nodes",
                        file(graph(RELU, node("Abs", List.of("x"), List.of("y")))),
                        "node 'abs' (Abs): its output 'y' is defined before"),
                fault(
                        "a value twice of one node",
                        file(graph(node("Split", List.of("x"), List.of("y", "y")))),
                        "node 'split' (Split): its output 'y' is defined before"),
                fault(
                        "an output that is an input",
                        file(graph(node("Relu", List.of("x"), List.of("x")))),
                        "its output 'x' is defined before"),
                fault(
                        "an output that is an initialiser",
                        file(graph(node("Relu", List.of("x"), List.of("w"))).message(5, tensor("w", FLOAT, FOUR))),
                        "its output 'w' is defined before"),
                fault("an input twice", file(graph(RELU).message(11, value("x"))), "value 'x': is an input twice"),
                fault("an output twice", file(graph(RELU).message(12, value("y"))), "value 'y': is an output twice"),
                fault("an output that is nowhere", file(graph()), "value 'y': is an output, but defined nowhere"),
                fault("no output", file(new Message().message(1, RELU).message(11, value("x"))), "has no outputs"),
                fault("an input without name", file(new Message().message(11, new Message())), "input 0: has no name"),
                fault(
                        "a sparse initialiser",
                        file(graph(RELU).message(15, new Message())),
                        "graph: has a sparse initialiser, which is not supported"),
                fault(
                        "a negative dimension",
                        file(graph(RELU).message(13, shaped("v", -2))),
                        "value 'v': the dimension -2 is not in 0..2147483647"),
                fault(
                        "a dimension of 2^31",
                        file(graph(RELU).message(13, shaped("v", 1L << 31))),
                        "value 'v': the dimension 2147483648 is not in"),
                fault(
                        "nine dimensions",
                        file(graph(RELU).message(13, shaped("v", 1, 1, 1, 1, 1, 1, 1, 1, 1))),
                        "value 'v': has more than 8 dimensions"));
    }

    static Stream<Arguments> attributes() {
        return Stream.of(
                fault("no name", fileWithAttribute(new Message()), "node 'relu', attribute 0: has no name"),
                fault(
                        "neither kind nor value",
                        fileWithAttribute(new Message().text(1, "a")),
                        "node 'relu', attribute 'a': has neither kind nor value"),
                fault(
                        "an unknown kind",
                        fileWithAttribute(attribute("a", 99)),
                        "attribute 'a': its kind 99 is unknown"),
                fault("kind -1", fileWithAttribute(attribute("a", -1)), "attribute 'a': its kind -1 is unknown"),
                fault(
                        "another kind than declared",
                        fileWithAttribute(attribute("a", 2).real(Schema.Attribute.FLOAT, 1)),
                        "node 'relu', attribute 'a': is declared INT, but holds FLOAT"),
                fault(
                        "two values",
                        fileWithAttribute(
                                new Message().text(1, "a").integer(3, 1).real(2, 1)),
                        "attribute 'a': holds both INT and FLOAT"),
                fault(
                        "a tensor that is not there",
                        fileWithAttribute(attribute("a", 4)),
                        "attribute 'a': is declared TENSOR, but holds none"),
                fault(
                        "a broken tensor",
                        fileWithAttribute(attribute("a", 4).message(5, tensor("t", FLOAT, FOUR, 2))),
                        "node 'relu', attribute 'a', tensor 't': 2 elements of type FLOAT take 8 bytes, it has 4"),
                fault(
                        "a reference",
                        fileWithAttribute(attribute("a", 2).text(21, "b")),
                        "attribute 'a': refers to an attribute of a function"),
                fault(
                        "the same attribute twice",
                        file(graph(node(
                                "Relu",
                                List.of("x"),
                                List.of("y"),
                                attribute("a", 2).integer(3, 1),
                                attribute("a", 2).integer(3, 1)))),
                        "node 'relu', attribute 'a': stands twice"));
    }

    static Stream<Arguments> tensors() {
        MemorySegment two = MemorySegment.ofArray(EIGHT);
        return Stream.of(
                fault("no name", file(graphWith(tensor("", FLOAT, FOUR))), "tensor '': has no name"),
                fault(
                        "the same name twice",
                        file(graphWith(tensor("w", FLOAT, FOUR), tensor("w", FLOAT, FOUR))),
                        "tensor 'w': is defined twice"),
                fault("no type", file(graphWith(tensor("w", 0, FOUR))), "tensor 'w': the element type 0 is unknown"),
                fault("type 27", file(graphWith(tensor("w", 27, FOUR))), "tensor 'w': the element type 27 is unknown"),
                fault(
                        "type 2^32 + 1",
                        file(graphWith(new Message().integer(2, (1L << 32) + 1).text(8, "w"))),
                        "the element type 4294967297 is unknown"),
                fault(
                        "no data",
                        file(graphWith(tensor("w", FLOAT, 2))),
                        "2 elements of type FLOAT take 8 bytes, it has 0"),
                fault("too few", file(graphWith(tensor("w", FLOAT, FOUR, 2))), "take 8 bytes, it has 4"),
                fault("too many", file(graphWith(tensor("w", FLOAT, EIGHT, 1))), "take 4 bytes, it has 8"),
                fault("data of nothing", file(graphWith(tensor("w", FLOAT, FOUR, 0))), "take 0 bytes, it has 4"),
                fault(
                        "a negative dimension",
                        file(graphWith(tensor("w", FLOAT, FOUR, -1))),
                        "the dimension -1 is not in"),
                fault(
                        "a dimension of 2^32 + 1",
                        file(graphWith(tensor("w", FLOAT, FOUR, (1L << 32) + 1))),
                        "initializer 0: the dimension 4294967297 is not in 0..2147483647"),
                fault(
                        "2^62 elements",
                        file(graphWith(tensor("w", FLOAT, FOUR, 1 << 30, 1 << 30, 4))),
                        "[1073741824, 1073741824, 4] has more than 2⁶³ - 1 bytes"),
                fault(
                        "2^94 elements",
                        file(graphWith(tensor("w", FLOAT, FOUR, 1 << 30, 1 << 30, 1 << 30, 8))),
                        "has more than 2⁶³ - 1 bytes"),
                fault(
                        "2^40 elements",
                        file(graphWith(tensor("w", FLOAT, FOUR, 1 << 20, 1 << 20))),
                        "tensor 'w': its data takes 4398046511104 bytes, the limit is 2147483648"),
                fault(
                        "nine dimensions",
                        file(graphWith(tensor("w", FLOAT, FOUR, 1, 1, 1, 1, 1, 1, 1, 1, 1))),
                        "more than 8"),
                fault(
                        "data twice",
                        file(graphWith(tensor("w", FLOAT, FOUR, 1).real(4, 1))),
                        "tensor 'w': has its data in more than one place"),
                fault(
                        "data in two fields",
                        file(graphWith(tensor("w", FLOAT, 2).real(4, 1).integer(5, 1))),
                        "tensor 'w': has data in field 4 and in field 5"),
                fault(
                        "data in a wrong field",
                        file(graphWith(tensor("w", FLOAT, 1).integer(7, 1))),
                        "tensor 'w': the data of type FLOAT stand in field 7, expected field 4"),
                fault(
                        "too few values",
                        file(graphWith(tensor("w", FLOAT, 3).bytes(4, two))),
                        "tensor 'w': takes 3 values in field 4, it has 2"),
                fault(
                        "half a value",
                        file(graphWith(tensor("w", FLOAT, 2).bytes(4, two.asSlice(0, 7)))),
                        "tensor 'w': While parsing a protocol message, the input ended"),
                fault(
                        "256 as UINT8",
                        file(graphWith(tensor("w", 2, 1).integer(5, 256))),
                        "256 is no value of type UINT8"),
                fault(
                        "128 as INT8",
                        file(graphWith(tensor("w", 3, 1).integer(5, 128))),
                        "128 is no value of type INT8"),
                fault(
                        "-1 as UINT16",
                        file(graphWith(tensor("w", 4, 1).integer(5, -1))),
                        "-1 is no value of type UINT16"),
                fault("2 as BOOL", file(graphWith(tensor("w", 9, 1).integer(5, 2))), "2 is no value of type BOOL"),
                fault(
                        "2^31 as INT32",
                        file(graphWith(tensor("w", 6, 1).integer(5, 1L << 31))),
                        "2147483648 is no value of type INT32"),
                fault(
                        "2^32 as UINT32",
                        file(graphWith(tensor("w", 12, 1).integer(11, 1L << 32))),
                        "4294967296 is no value of type UINT32"),
                fault(
                        "too few texts",
                        file(graphWith(tensor("w", 8, 2).text(6, ""))),
                        "takes 2 values in field 6, it has 1"),
                fault("raw texts", file(graphWith(tensor("w", 8, FOUR, 1))), "tensor 'w': holds 1 texts, it has none"),
                fault(
                        "a segment",
                        file(graphWith(tensor("w", FLOAT, 1).message(3, new Message()))),
                        "only whole tensors"),
                fault(
                        "data nowhere known",
                        file(graphWith(tensor("w", FLOAT, FOUR, 1).integer(14, 2))),
                        "tensor 'w': the data location 2 is unknown"),
                fault(
                        "external data",
                        file(graphWith(tensor("w", FLOAT, 1).integer(14, 1).message(13, entry("location", "w.bin")))),
                        "tensor 'w': its data stand in another file; external data must be asked for"),
                fault(
                        "external data beside data",
                        file(graphWith(tensor("w", FLOAT, FOUR, 1).integer(14, 1))),
                        "tensor 'w': has its data in more than one place"));
    }

    static Stream<Arguments> limits() {
        Limits limits = Limits.DEFAULT;
        byte[] two = file(graphWith(tensor("v", FLOAT, EIGHT, 2), tensor("w", FLOAT, EIGHT, 2)));
        byte[] ints = fileWithAttribute(attribute("a", 7).integer(8, 1).integer(8, 2));
        byte[] three = file(graph(node("Sum", List.of("x", "x", "x"), List.of("y"))));
        return Stream.of(
                Arguments.of(
                        limits.withFileBytes(9), two, "model: the file has " + two.length + " bytes, the limit is 9"),
                Arguments.of(limits.withItems(2), three, "node 0: more than 2 inputs"),
                Arguments.of(limits.withItems(1), ints, "node 'relu', attribute 'a': more than 1 values"),
                Arguments.of(limits.withItems(1), file(graph(RELU, RELU)), "graph: more than 1 nodes"),
                Arguments.of(limits.withRank(0), two, "initializer 0: has more than 0 dimensions"),
                Arguments.of(limits.withTensorBytes(7), two, "tensor 'v': its data takes 8 bytes, the limit is 7"),
                Arguments.of(
                        limits.withTensorBytes(15),
                        file(graphWith(tensor("w", 7, 2).integer(7, 1).integer(7, 1))),
                        "tensor 'w': its data takes 16 bytes, the limit is 15"),
                Arguments.of(
                        limits.withTensorBytes(15),
                        file(graphWith(tensor("w", 2, FOUR, 4))),
                        "tensor 'w': its data takes 32 bytes, the limit is 15"),
                Arguments.of(
                        limits.withWeightBytes(15),
                        two,
                        "tensor 'w': the tensors up to this one take more than the limit of 15 bytes"),
                Arguments.of(limits.withStringLength(2), two, "a text of 3 bytes exceeds the limit of 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"wire", "models", "graphs", "attributes", "tensors"})
    void namesTheFault(String name, byte[] bytes, String problem) throws IOException {
        assertFault(bytes, Limits.DEFAULT, problem);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("limits")
    void namesTheLimit(Limits limits, byte[] bytes, String problem) throws IOException {
        assertFault(bytes, limits, problem);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = file(graphWith(tensor("w", FLOAT, EIGHT, 2)));
        assertThat(OnnxModel.read(Files.write(path, whole)).graph().initializers())
                .containsOnlyKeys("w");
        for (int length = 0; length < whole.length; length++) {
            assertFault(Arrays.copyOf(whole, length), Limits.DEFAULT, "");
        }
    }

    @Test
    void aTensorFileThatHoldsASequenceIsRefused() throws IOException {
        Message element = tensor("e", FLOAT, FOUR, 1);
        Message sequence = new Message().text(1, "s").integer(2, 1).message(3, element);
        Files.write(path, bytes(sequence));
        assertThatThrownBy(() -> OnnxTensor.read(path, Limits.DEFAULT))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensor: is a part of a tensor, or no tensor but a sequence or an optional");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> OnnxModel.read(path))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("model.onnx");
        assertThatThrownBy(() -> OnnxModel.read(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("not a readable file");
    }

    private void assertFault(byte[] bytes, Limits limits, String problem) throws IOException {
        Faults.assertFault(path, bytes, () -> OnnxModel.read(path, limits, ExternalData.REFUSED), problem);
    }

    private static Arguments fault(String name, byte[] bytes, String problem) {
        return Arguments.of(name, bytes, problem);
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes);
    }

    private static byte[] model(long version, Message graph, Message... opsets) {
        Message model = new Message().integer(Schema.Model.IR_VERSION, version).message(Schema.Model.GRAPH, graph);
        for (Message opset : opsets) {
            model.message(Schema.Model.OPSET_IMPORT, opset);
        }
        return bytes(model);
    }

    private static Message shaped(String name, long... dims) {
        Message shape = new Message();
        for (long dim : dims) {
            shape.message(Schema.Shape.DIMENSION, new Message().integer(Schema.Dimension.VALUE, dim));
        }
        Message tensor = new Message().message(Schema.TensorType.SHAPE, shape);
        return new Message().text(1, name).message(2, new Message().message(Schema.Type.TENSOR, tensor));
    }
}
