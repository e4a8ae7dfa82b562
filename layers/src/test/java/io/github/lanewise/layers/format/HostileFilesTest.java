package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Broken and malicious files by the thousand. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFilesTest {
    private static final int FEW = 5_000;
    private static final int MANY = 100_000;

    private final Path path;
    private final Hostility<Safetensors> safetensors;
    private final Hostility<OnnxModel> onnx;
    private final Hostility<OnnxTensor> tensor;

    HostileFilesTest(@TempDir Path folder) {
        path = folder.resolve("model");
        safetensors = new Hostility<>(path, Safetensors::read, HostileFilesTest::checkSafetensors);
        onnx = new Hostility<>(path, OnnxModel::read, (model, _) -> checkModel(model));
        tensor = new Hostility<>(path, file -> OnnxTensor.read(file, Limits.DEFAULT), (one, _) -> checkTensor(one));
    }

    @Test
    void safetensorsMutants() throws IOException {
        feed(safetensors, SafetensorsMutator.originals().getFirst(), SafetensorsMutator::mutant, FEW);
    }

    @Test
    void onnxMutants() throws IOException {
        feed(onnx, OnnxMutator.originals().getFirst(), OnnxMutator::mutant, FEW);
    }

    @Test
    @Tag("slow")
    void manySafetensorsMutants() throws IOException {
        feed(safetensors, SafetensorsMutator.originals().getFirst(), SafetensorsMutator::mutant, MANY);
    }

    @Test
    @Tag("slow")
    void manyOnnxMutants() throws IOException {
        feed(onnx, OnnxMutator.originals().getFirst(), OnnxMutator::mutant, MANY);
    }

    @Test
    void onnxModelsCutAtEveryByte() throws IOException {
        for (byte[] original : OnnxMutator.originals()) {
            onnx.warmUp(original);
            for (int length = 0; length < original.length; length++) {
                onnx.feed(Arrays.copyOf(original, length));
            }
        }
        assertThat(onnx.refused()).isGreaterThan(onnx.read());
    }

    @Test
    void onnxModelsWithOneBitFlipped() throws IOException {
        for (byte[] original : OnnxMutator.originals()) {
            flipEveryBit(onnx, original);
        }
        assertThat(onnx.read()).isPositive();
        assertThat(onnx.refused()).isPositive();
    }

    @Test
    void onnxTensorsWithOneBitFlipped() throws IOException {
        OnnxTensor.ofFloats("t", new long[] {2, 2}, 1, 2, 3, 4).save(path);
        flipEveryBit(tensor, Files.readAllBytes(path));
        assertThat(tensor.read()).isPositive();
        assertThat(tensor.refused()).isPositive();
    }

    @Test
    void nativeMemoryIsMeasured() {
        long before = Hostility.nativeBytes();
        MemorySegment segment = Arena.ofAuto().allocate(1 << 20);
        assertThat(Hostility.nativeBytes() - before).isGreaterThanOrEqualTo(segment.byteSize());
    }

    private static <T> void feed(Hostility<T> hostility, byte[] original, LongFunction<byte[]> mutants, int count)
            throws IOException {
        hostility.warmUp(original);
        for (int seed = 0; seed < count; seed++) {
            hostility.feed(mutants.apply(seed));
        }
        System.out.println(hostility);
        assertThat(hostility.read()).isGreaterThan(count / 20);
        assertThat(hostility.refused()).isGreaterThan(count / 2);
    }

    private static <T> void flipEveryBit(Hostility<T> hostility, byte[] original) throws IOException {
        hostility.warmUp(original);
        for (int bit = 0; bit < original.length * Byte.SIZE; bit++) {
            byte[] flipped = original.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            hostility.feed(flipped);
        }
    }

    static void checkSafetensors(Safetensors file, int fileBytes) throws IOException {
        long end = fileBytes;
        for (Safetensors.Entry entry : file.entries().sequencedValues().reversed()) {
            end -= entry.bytes();
            assertThat(entry.offset()).isEqualTo(end);
            if (entry.type().isReadable()) {
                assertThat(file.tensor(entry.name()).shape()).isEqualTo(entry.shape());
            }
        }
    }

    static void checkModel(OnnxModel model) throws IOException {
        assertThat(model.irVersion()).isBetween(3L, 13L);
        for (OnnxTensor initializer : model.graph().initializers().values()) {
            checkTensor(initializer);
        }
        for (OnnxNode node : model.graph().nodes()) {
            assertThat(node.place()).contains(node.operator());
        }
    }

    private static void checkTensor(OnnxTensor tensor) throws IOException {
        if (tensor.type().isReal()) {
            assertThat(tensor.floats()).hasSize((int) tensor.elements());
        } else if (tensor.type().isInteger() && tensor.type() != OnnxType.UINT64) {
            assertThat(tensor.integers()).hasSize((int) tensor.elements());
        } else if (tensor.type().bits() > 0) {
            assertThat(tensor.data().byteSize())
                    .isEqualTo((tensor.elements() * tensor.type().bits() + 7) / 8);
        }
    }
}
