package io.github.lanewise.layers.format;

import static io.github.lanewise.layers.format.SafetensorsBytes.entry;
import static io.github.lanewise.layers.format.SafetensorsBytes.file;
import static io.github.lanewise.layers.format.SafetensorsBytes.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    private final Path folder;
    private final Path path;

    SafetensorsTest(@TempDir Path folder) {
        this.folder = folder;
        this.path = folder.resolve("model.safetensors");
    }

    @Test
    void readsTensorsAndMetadataInTheOrderOfTheirData() throws IOException {
        String header = "{" + entry("b", "F32", "[2,1]", 4, 12) + "," + entry("a", "F32", "[]", 0, 4)
                + ",\"__metadata__\":{\"format\":\"pt\",\"\":\"\"}}   ";
        Safetensors file = read(file(header, floats(1, -2, Float.MIN_VALUE)));

        long dataStart = 8L + header.length();
        assertThat(file.entries().values())
                .containsExactly(
                        new Safetensors.Entry("a", ElementType.F32, Shape.of(), dataStart),
                        new Safetensors.Entry("b", ElementType.F32, Shape.of(2, 1), dataStart + 4));
        assertThat(file.entries().lastEntry().getValue().bytes()).isEqualTo(8);
        assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"), Map.entry("", ""));
        assertThat(file.tensors().sequencedKeySet()).containsExactly("a", "b");
        assertThat(file.tensor("a").toArray()).containsExactly(1);
        assertThat(file.tensor("b").toArray()).containsExactly(-2, Float.MIN_VALUE);
        assertThat(file).hasToString(path + ": 2 tensors");
    }

    @Test
    void readsTheEmptyFileOfTheFormat() throws IOException {
        Safetensors file = read(file("{}", new byte[0]));
        assertThat(file.entries()).isEmpty();
        assertThat(file.metadata()).isEmpty();
    }

    @Test
    void readsEmptyTensorsBetweenOthers() throws IOException {
        String header = "{" + entry("full", "F32", "[1]", 0, 4) + "," + entry("none", "F32", "[3,0,2]", 0, 0) + ","
                + entry("last", "I64", "[0]", 4, 4) + "}";
        Safetensors file = read(file(header, floats(7)));
        assertThat(file.tensor("none").shape()).isEqualTo(Shape.of(3, 0, 2));
        assertThat(file.tensor("full").toArray()).containsExactly(7);
        assertThat(file.entries().sequencedKeySet()).containsExactly("none", "full", "last");
    }

    @Test
    void readsTensorsLargerThanOneChunk() throws IOException {
        int elements = 300_001;
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = i;
        }
        Safetensors.write(path, Map.of("large", Tensor.of(values, elements)), Map.of());
        assertThat(Safetensors.read(path).tensor("large").toArray()).isEqualTo(values);
    }

    @Test
    void outlivesTheFile() throws IOException {
        Safetensors file = read(file("{" + entry("a", "F32", "[1]", 0, 4) + "}", floats(3)));
        Files.delete(path);
        assertThat(file.tensor("a").get(0)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 1",
        "U8, 1",
        "I8, 1",
        "F8_E4M3, 1",
        "F8_E5M2, 1",
        "F8_E8M0, 1",
        "U16, 2",
        "I16, 2",
        "U32, 4",
        "I32, 4",
        "U64, 8",
        "I64, 8",
        "F64, 8",
        "C64, 8"
    })
    void listsButDoesNotReadOtherTypes(ElementType type, int bytes) throws IOException {
        String header = "{" + entry("weight", "F32", "[1]", 0, 4) + ","
                + entry("count", type.name(), "[3]", 4, 4 + 3L * bytes) + "}";
        Safetensors file = read(file(header, new byte[4 + 3 * bytes]));
        assertThat(file.entries().get("count"))
                .extracting(Safetensors.Entry::type)
                .isEqualTo(type);
        assertThat(file.tensors()).containsOnlyKeys("weight");
        assertThatThrownBy(() -> file.tensor("count"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(path + ": tensor 'count': " + type + " is not read as float32, only F32, F16 and BF16 are"
                        + " (byte " + (12 + header.length()) + ")");
    }

    @Test
    void namesAMissingTensor() throws IOException {
        Safetensors file = read(file("{}", new byte[0]));
        assertThatThrownBy(() -> file.tensor("conv1.weight"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(path + ": tensor 'conv1.weight': is missing");
    }

    @Test
    void namesAnAbsentFile() {
        assertThatThrownBy(() -> Safetensors.read(path))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(path + ": no such file");
    }

    @Test
    void doesNotReadAFolder() {
        assertThatThrownBy(() -> Safetensors.read(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(folder + ": not a readable file");
    }

    @Test
    void writesSortedAndAligned() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Tensor.of(new float[] {1, 2}, 2, 1));
        tensors.put("a\"é", Tensor.of(new float[] {-0.0f}));
        Safetensors.write(path, tensors, Map.of("z", "1/2\n", "format", "pt"));

        String header = "{\"__metadata__\":{\"format\":\"pt\",\"z\":\"1/2\\n\"}," + entry("a\\\"é", "F32", "[]", 0, 4)
                + "," + entry("b", "F32", "[2,1]", 4, 12) + "}";
        byte[] expected = file(header + " ".repeat(4), floats(-0.0f, 1, 2));
        assertThat(ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
                .isZero();
        assertThat(path).hasBinaryContent(expected);
        assertThat(Safetensors.read(path).metadata()).isEqualTo(Map.of("z", "1/2\n", "format", "pt"));
    }

    @Test
    void writesTheElementsOfAPaddedTensorOnly() throws IOException {
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
        Tensor padded = Tensor.allocate(Arena.ofAuto(), Shape.of(1, 2, 2, 2), Padding.of(1))
                .copyFrom(values);
        Safetensors.write(path, Map.of("image", padded), Map.of());
        assertThat(Safetensors.read(path).tensor("image").toArray()).isEqualTo(values);
    }

    @Test
    void replacesAnOlderFile() throws IOException {
        Files.writeString(path, "something longer than the file that replaces it".repeat(9));
        Safetensors.write(path, Map.of(), Map.of());
        assertThat(path).hasBinaryContent(file("{}      ", new byte[0]));
        assertOnlyFileIsTheTarget();
    }

    @Test
    void leavesTheOlderFileAloneWhenWritingFails() throws IOException {
        Files.writeString(path, "older");
        Tensor closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = Tensor.allocate(arena, 3);
        }
        assertThatIllegalStateException().isThrownBy(() -> Safetensors.write(path, Map.of("a", closed), Map.of()));
        assertThat(path).hasContent("older");
        assertOnlyFileIsTheTarget();
    }

    @Test
    void removesTheTemporaryFileWhenTheTargetIsAFolder() throws IOException {
        Files.createDirectories(path.resolve("inside"));
        assertThatIOException()
                .isThrownBy(() -> Safetensors.write(path, Map.of(), Map.of()))
                .withMessageContaining(path.toString());
        assertOnlyFileIsTheTarget();
    }

    @Test
    void needsAFolderToWriteTo() {
        Path lost = folder.resolve("absent").resolve("model.safetensors");
        assertThatThrownBy(() -> Safetensors.write(lost, Map.of(), Map.of()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(lost + ": no such folder");
    }

    @Test
    void doesNotWriteNamesThatCannotBeRead() {
        Tensor scalar = Tensor.of(new float[1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Safetensors.write(path, Map.of("__metadata__", scalar), Map.of()))
                .withMessageContaining("__metadata__");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Safetensors.write(path, Map.of("a\uD800", scalar), Map.of()))
                .withMessageContaining("lone surrogate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Safetensors.write(path, Map.of(), Map.of("key", "\uDFFF")))
                .withMessageContaining("lone surrogate");
        assertThat(path).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"resnet20, 269722", "resnet32, 464154", "resnet44, 658586", "resnet56, 853018"})
    void readsTheRealNetworks(String network, long parameters) throws IOException {
        String data = System.getProperty("lanewise.data");
        assumeTrue(data != null, "needs -Dlanewise.data=FOLDER");
        Path real = Path.of(data, "cifar-resnet", network + "-cifar10.safetensors");

        Safetensors file = Safetensors.read(real);
        assertThat(file.metadata()).containsEntry("arch", network).containsEntry("format", "pt");
        assertThat(file.tensor("conv1.weight").shape()).isEqualTo(Shape.of(16, 3, 3, 3));
        assertThat(file.tensor("linear.bias").shape()).isEqualTo(Shape.of(10));
        assertThat(trainedElements(file)).isEqualTo(parameters);

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(real)).order(ByteOrder.LITTLE_ENDIAN);
        for (Safetensors.Entry entry : file.entries().values()) {
            float[] expected = new float[(int) entry.shape().elements()];
            bytes.slice((int) entry.offset(), (int) entry.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(expected);
            assertThat(file.tensor(entry.name()).toArray()).as(entry.name()).isEqualTo(expected);
        }
    }

    private static long trainedElements(Safetensors file) {
        return file.entries().values().stream()
                .filter(entry -> !entry.name().contains(".running_"))
                .mapToLong(entry -> entry.shape().elements())
                .sum();
    }

    private Safetensors read(byte[] bytes) throws IOException {
        return Safetensors.read(Files.write(path, bytes));
    }

    private void assertOnlyFileIsTheTarget() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }
}
