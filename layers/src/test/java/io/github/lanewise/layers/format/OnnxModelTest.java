package io.github.lanewise.layers.format;

import static io.github.lanewise.layers.format.OnnxBytes.attribute;
import static io.github.lanewise.layers.format.OnnxBytes.bytes;
import static io.github.lanewise.layers.format.OnnxBytes.file;
import static io.github.lanewise.layers.format.OnnxBytes.fileWithAttribute;
import static io.github.lanewise.layers.format.OnnxBytes.graph;
import static io.github.lanewise.layers.format.OnnxBytes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.layers.format.onnx.Message;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model says, and how it is asked. */
class OnnxModelTest {
    private static final Message RELU = node("Relu", List.of("x"), List.of("y"));

    private final Path folder;
    private final Path path;

    OnnxModelTest(@TempDir Path folder) {
        this.folder = folder;
        this.path = folder.resolve("model.onnx");
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        OnnxSamples.rich().save(path);
        OnnxModel model = OnnxModel.read(path);
        OnnxSamples.assertSame(model, OnnxSamples.rich());
        assertThat(model.graph().requiredInputs())
                .extracting(OnnxValueInfo::name)
                .containsExactly("x");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        OnnxSamples.rich().save(path);
        byte[] once = Files.readAllBytes(path);
        OnnxModel.read(path).save(path);
        assertThat(path).hasBinaryContent(once);
    }

    @Test
    void unknownFieldsAreSkipped() throws IOException {
        Message extra = new Message().integer(99, 1).real(98, 1).text(97, "?");
        Message graph = graph(node("Relu", List.of("x"), List.of("y"))
                        .message(9, extra)
                        .integer(77, 3))
                .message(16, extra);
        Message model = new Message()
                .message(25, extra)
                .integer(Schema.Model.IR_VERSION, 13)
                .message(Schema.Model.GRAPH, graph)
                .message(Schema.Model.OPSET_IMPORT, new Message().integer(2, 25).integer(60, 1));
        OnnxModel read = OnnxModel.read(Files.write(path, bytes(model)));
        assertThat(read.graph().nodes())
                .singleElement()
                .extracting(OnnxNode::operator)
                .isEqualTo("Relu");
        assertThat(read.opsets()).isEqualTo(Map.of("", 25));
    }

    @Test
    void bothNamesOfOnnxsOwnDomainAreOne() throws IOException {
        Message model = new Message()
                .integer(Schema.Model.IR_VERSION, 3)
                .message(Schema.Model.GRAPH, graph(RELU.text(Schema.Node.DOMAIN, "ai.onnx")))
                .message(
                        Schema.Model.OPSET_IMPORT,
                        new Message().text(1, "ai.onnx").integer(2, 7));
        OnnxModel read = OnnxModel.read(Files.write(path, bytes(model)));
        assertThat(read.opsets()).isEqualTo(Map.of("", 7));
        assertThat(read.graph().nodes().getFirst().domain()).isEmpty();
    }

    @Test
    void aDimensionOfMinusOneIsOpen() throws IOException {
        Message shape = new Message()
                .message(Schema.Shape.DIMENSION, new Message().integer(Schema.Dimension.VALUE, -1))
                .message(Schema.Shape.DIMENSION, new Message().text(Schema.Dimension.PARAMETER, ""));
        Message type = new Message().message(1, new Message().integer(1, 1).message(2, shape));
        Message value = new Message().text(1, "v").message(2, type);
        Message graph = graph(RELU).message(Schema.Graph.VALUE_INFO, value);
        assertThat(OnnxModel.read(Files.write(path, file(graph))).graph().valueInfo())
                .singleElement()
                .extracting(OnnxValueInfo::dimensions)
                .isEqualTo(List.of(new OnnxDimension.Unknown(), new OnnxDimension.Unknown()));
    }

    @Test
    void attributesArePackedOrNot() throws IOException {
        MemorySegment packed = MemorySegment.ofArray(new byte[] {1, 2, 3});
        Message ints = attribute("a", 7).bytes(Schema.Attribute.INTS, packed).integer(Schema.Attribute.INTS, -4);
        assertThat(only(fileWithAttribute(ints)).integers("a")).containsExactly(1, 2, 3, -4);
    }

    @Test
    void anAttributeWithoutValueHasTheDefaultOfItsKind() throws IOException {
        assertThat(only(fileWithAttribute(attribute("a", 2))).integer("a")).isZero();
        assertThat(only(fileWithAttribute(attribute("a", 1))).number("a")).isZero();
        assertThat(only(fileWithAttribute(attribute("a", 3))).text("a")).isEmpty();
        assertThat(only(fileWithAttribute(attribute("a", 7))).integers("a")).isEmpty();
    }

    @Test
    void anAttributeWithoutKindHasThatOfItsValue() throws IOException {
        Message undeclared = new Message().text(1, "a").integer(Schema.Attribute.INT, 5);
        assertThat(only(fileWithAttribute(undeclared)).integer("a")).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9, 10, 11, 12, 13, 14})
    void otherKindsAreThereWithoutContent(int code) throws IOException {
        Message attribute = attribute("body", code);
        if (code == 5) {
            attribute.message(Schema.Attribute.GRAPH, graph(RELU));
        }
        OnnxNode node = only(fileWithAttribute(attribute));
        assertThat(node.has("body")).isTrue();
        OnnxModel model = OnnxModel.read(path);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.save(path))
                .withMessageStartingWith("node 'relu' (Relu): attribute 'body' is ")
                .withMessageEndingWith(", whose content was not read");
    }

    @Test
    void aTextThatIsNotUtf8IsThereWithoutContent() throws IOException {
        Message attribute = attribute("a", 3).bytes(Schema.Attribute.STRING, MemorySegment.ofArray(new byte[] {-1}));
        OnnxNode node = only(fileWithAttribute(attribute));
        assertFault(() -> node.text("a"), "attribute 'a' must be STRING, is STRING that is not UTF-8");
    }

    @Test
    void aReplacementCharacterIsATextLikeAnyOther() throws IOException {
        Message attribute = attribute("a", 3).text(Schema.Attribute.STRING, "\ufffd");
        assertThat(only(fileWithAttribute(attribute)).text("a")).isEqualTo("\ufffd");
    }

    @Test
    void attributesAreAskedByKind() throws IOException {
        OnnxSamples.rich().save(path);
        List<OnnxNode> nodes = OnnxModel.read(path).graph().nodes();
        OnnxNode conv = nodes.getFirst();
        assertThat(conv.integers("strides")).containsExactly(2, 1);
        assertThat(conv.integers("dilations", 1, 1)).containsExactly(1, 1);
        assertThat(conv.integer("group", 7)).isEqualTo(1);
        assertThat(conv.integer("absent", 7)).isEqualTo(7);
        assertThat(conv.text("auto_pad", "VALID")).isEqualTo("NOTSET");
        assertThat(conv.text("absent", "VALID")).isEqualTo("VALID");
        assertThat(conv.number("absent", 2)).isEqualTo(2);
        assertThat(nodes.get(1).tensor("value").integers()).containsExactly(-1, Long.MAX_VALUE);
        assertThat(nodes.get(2).number("alpha", 2)).isEqualTo(-0.5f);
        assertThat(nodes.get(2).numbers("scales")).containsExactly(1f, Float.NaN);
        assertThat(nodes.get(2).texts("names")).containsExactly("", "ä");
        String place = "node 'conv1' (Conv): attribute ";
        assertFault(() -> conv.integer("axis"), place + "'axis' is missing, it must be of kind INT");
        assertFault(() -> conv.integer("strides", 1), place + "'strides' must be INT, is INTS");
        assertFault(() -> conv.tensor("group"), place + "'group' must be TENSOR, is INT");
    }

    @Test
    void inputsAndOutputsMayBeLeftOut() throws IOException {
        OnnxSamples.rich().save(path);
        OnnxNode own = OnnxModel.read(path).graph().nodes().getLast();
        assertThat(own.hasInput(1)).isFalse();
        assertThat(own.hasInput(4)).isFalse();
        assertThat(own.hasOutput(1)).isFalse();
        assertThat(own.input(3)).isEqualTo("axes");
        assertThat(own.output(0)).isEqualTo("y");
        assertFault(() -> own.input(1), "node 'own' (com.example.Own): input 1 is missing");
        assertFault(() -> own.output(2), "output 2 is missing");
    }

    @Test
    void aNodeWithoutNameIsNamedByItsOutput() {
        assertThat(OnnxNode.of("", "Relu", List.of(), List.of("y"), Map.of()).place())
                .isEqualTo("node of 'y' (Relu)");
        assertThat(OnnxNode.of("", "Relu", List.of(), List.of(), Map.of()).place())
                .isEqualTo("node '' (Relu)");
    }

    @Test
    void aTextWithoutUtf8FormIsNotWritten() {
        OnnxNode node = OnnxNode.of("\ud800", "Relu", List.of("x"), List.of("y"), Map.of());
        OnnxGraph graph = new OnnxGraph("", List.of(node), new LinkedHashMap<>(), List.of(), List.of(), List.of());
        OnnxModel model = new OnnxModel(8, new LinkedHashMap<>(), "", "", 0, new LinkedHashMap<>(), graph);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.save(path))
                .withMessageContaining("a lone surrogate has no UTF-8 form");
        assertThat(path).doesNotExist();
    }

    private OnnxNode only(byte[] file) throws IOException {
        return OnnxModel.read(Files.write(path, file)).graph().nodes().getFirst();
    }

    private static void assertFault(ThrowingCallable call, String problem) {
        assertThatThrownBy(call).isInstanceOf(ModelFormatException.class).hasMessageContaining(problem);
    }
}
