package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.lifecycle.AfterContainer;

class SafetensorsProperties {
    private static final Path PATH = temporaryFile();

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(PATH);
    }

    @Property
    void readsWhatWasWrittenBitForBit(
            @ForAll("tensors") Map<String, Tensor> tensors, @ForAll("texts") Map<String, String> metadata)
            throws IOException {
        Safetensors.write(PATH, tensors, metadata);
        Safetensors file = Safetensors.read(PATH);
        assertThat(file.metadata()).isEqualTo(metadata);
        assertThat(file.tensors().sequencedKeySet()).containsExactlyElementsOf(new TreeMap<>(tensors).keySet());
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            assertSame(file.tensor(tensor.getKey()), tensor.getValue());
        }
    }

    @Property(tries = 50)
    void theBytesDependOnTheContentOnly(
            @ForAll("tensors") Map<String, Tensor> tensors, @ForAll("texts") Map<String, String> metadata)
            throws IOException {
        Safetensors.write(PATH, new TreeMap<>(tensors).descendingMap(), new TreeMap<>(metadata).descendingMap());
        byte[] once = Files.readAllBytes(PATH);
        Safetensors.write(PATH, tensors, new LinkedHashMap<>(metadata));
        assertThat(PATH).hasBinaryContent(once);
        assertThat(once[0] % 8)
                .as("the header fills up to a multiple of 8 bytes")
                .isZero();
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs().withDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<Map<String, Tensor>> tensors() {
        Arbitrary<Tensor> tensors = Arbitraries.integers()
                .between(0, 3)
                .array(int[].class)
                .ofMaxSize(8)
                .flatMap(dimensions -> seeds().map(seed -> randomBits(seed, dimensions)));
        Arbitrary<String> names = names().filter(name -> !name.equals("__metadata__"));
        return Arbitraries.maps(names, tensors).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Map<String, String>> texts() {
        return Arbitraries.maps(names(), names()).ofMaxSize(4);
    }

    private static Arbitrary<String> names() {
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(12);
        return any.filter(
                name -> new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(name));
    }

    private static Tensor randomBits(long seed, int[] dimensions) {
        Random random = new Random(seed);
        float[] values = new float[(int) Shape.of(dimensions).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        return Tensor.of(values, dimensions);
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        long bytes = expected.shape().elements() * Float.BYTES;
        assertThat(actual.segment()
                        .asSlice(0, bytes)
                        .mismatch(expected.segment().asSlice(0, bytes)))
                .isEqualTo(-1);
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("lanewise", ".safetensors");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
