package io.github.lanewise.layers.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

class OnnxProperties {
    private static final Path PATH = temporaryFile();

    @AfterContainer
    static void deleteFiles() throws IOException {
        Files.deleteIfExists(PATH);
        Files.deleteIfExists(PATH.resolveSibling(PATH.getFileName() + ".data"));
    }

    @Property
    void readsWhatWasWritten(@ForAll("models") OnnxModel model) throws IOException {
        model.save(PATH);
        OnnxSamples.assertSame(OnnxModel.read(PATH), model);
    }

    @Property(tries = 100)
    void readsWhatWasWrittenToTwoFiles(@ForAll("models") OnnxModel model) throws IOException {
        model.save(PATH, 0);
        OnnxSamples.assertSame(OnnxModel.read(PATH, Limits.DEFAULT, ExternalData.MODEL_FOLDER), model);
    }

    @Provide
    Arbitrary<OnnxModel> models() {
        Arbitrary<OnnxGraph> graphs = Combinators.combine(
                        names().list().ofMaxSize(5),
                        attributes().list().ofSize(5),
                        tensors().list().ofMaxSize(4),
                        values("in").list().ofMaxSize(3))
                .as(OnnxProperties::chain);
        return Combinators.combine(Arbitraries.longs().between(3, 13), Arbitraries.longs(), texts(), graphs)
                .as((version, modelVersion, metadata, graph) ->
                        new OnnxModel(version, opsets(), "lanewise", "", modelVersion, metadata, graph));
    }

    /** A chain of nodes, each of which takes the value before it and all initialisers. */
    private static OnnxGraph chain(
            List<String> nodeNames,
            List<SequencedMap<String, OnnxAttribute>> attributes,
            List<OnnxTensor> tensors,
            List<OnnxValueInfo> declared) {
        SequencedMap<String, OnnxTensor> initializers = new LinkedHashMap<>();
        for (OnnxTensor tensor : tensors) {
            String name = "w" + initializers.size();
            initializers.put(name, new OnnxTensor(name, tensor.type(), tensor.dims(), tensor.data(), Origin.MEMORY));
        }
        SequencedMap<String, OnnxValueInfo> inputs = new LinkedHashMap<>();
        declared.forEach(value -> inputs.put(value.name(), value));
        inputs.put("v0", OnnxValueInfo.of("v0", OnnxType.FLOAT));
        List<OnnxNode> nodes = new ArrayList<>();
        for (String name : nodeNames) {
            List<String> taken = new ArrayList<>(List.of("v" + nodes.size(), ""));
            taken.addAll(initializers.keySet());
            SequencedMap<String, OnnxAttribute> own = attributes.get(nodes.size());
            nodes.add(new OnnxNode(
                    name, "com.example", "Op", taken, List.of("v" + (nodes.size() + 1)), own, Origin.MEMORY));
        }
        OnnxValueInfo output = OnnxValueInfo.of("v" + nodes.size(), OnnxType.FLOAT);
        return new OnnxGraph("chain", nodes, initializers, List.copyOf(inputs.values()), List.of(output), declared);
    }

    private static SequencedMap<String, Integer> opsets() {
        SequencedMap<String, Integer> opsets = new LinkedHashMap<>();
        opsets.put("com.example", 1);
        return opsets;
    }

    private static Arbitrary<OnnxTensor> tensors() {
        Arbitrary<OnnxType> types =
                Arbitraries.of(OnnxType.class).filter(type -> type != OnnxType.UNDEFINED && type != OnnxType.STRING);
        Arbitrary<long[]> dims =
                Arbitraries.longs().between(0, 4).array(long[].class).ofMaxSize(8);
        return Combinators.combine(types, dims, Arbitraries.longs()).as(OnnxProperties::randomBits);
    }

    private static OnnxTensor randomBits(OnnxType type, long[] dims, long seed) {
        byte[] bytes = new byte[(int) TensorLayout.of(type, dims).bytes()];
        new Random(seed).nextBytes(bytes);
        MemorySegment data = Arena.ofAuto().allocate(bytes.length);
        MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return new OnnxTensor("t", type, dims, data, Origin.MEMORY);
    }

    private static Arbitrary<SequencedMap<String, OnnxAttribute>> attributes() {
        Arbitrary<OnnxAttribute> values = Arbitraries.oneOf(
                Arbitraries.longs().map(OnnxAttribute.Int::new),
                Arbitraries.floats().map(OnnxAttribute.Real::new),
                names().map(OnnxAttribute.Text::new),
                Arbitraries.longs().list().ofMaxSize(4).map(OnnxAttribute.Ints::new),
                Arbitraries.floats().list().ofMaxSize(4).map(OnnxAttribute.Reals::new),
                names().list().ofMaxSize(3).map(OnnxAttribute.Texts::new),
                tensors().map(OnnxAttribute.TensorValue::new));
        return Arbitraries.maps(names().filter(name -> !name.isEmpty()), values)
                .ofMaxSize(4)
                .map(LinkedHashMap::new);
    }

    private static Arbitrary<OnnxValueInfo> values(String prefix) {
        Arbitrary<OnnxDimension> dimensions = Arbitraries.oneOf(
                Arbitraries.longs().between(0, Integer.MAX_VALUE).map(OnnxDimension.Fixed::new),
                names().filter(name -> !name.isEmpty()).map(OnnxDimension.Symbol::new),
                Arbitraries.just(new OnnxDimension.Unknown()));
        return Combinators.combine(
                        names(),
                        Arbitraries.of(OnnxType.class),
                        dimensions.list().ofMaxSize(8).injectNull(0.2))
                .as((name, type, dims) -> new OnnxValueInfo(prefix + name, type, dims, Origin.MEMORY));
    }

    private static Arbitrary<SequencedMap<String, String>> texts() {
        return Arbitraries.maps(names(), names()).ofMaxSize(3).map(LinkedHashMap::new);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(8)
                .filter(name -> Arrays.equals(
                        name.toCharArray(),
                        new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).toCharArray()));
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("lanewise", ".onnx");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
