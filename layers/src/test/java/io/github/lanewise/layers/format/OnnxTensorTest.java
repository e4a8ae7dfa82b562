package io.github.lanewise.layers.format;

import static io.github.lanewise.layers.format.OnnxBytes.bytes;
import static io.github.lanewise.layers.format.OnnxBytes.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.layers.format.onnx.Message;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One tensor, from each of the fields that may hold its data. */
class OnnxTensorTest {
    private final Path path;

    OnnxTensorTest(@TempDir Path folder) {
        this.path = folder.resolve("tensor.pb");
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT, 0000803f000000c0, 1, -2",
        "DOUBLE, 000000000000f03f9a9999999999b9bf, 1, -0.1",
        "FLOAT16, 003c0080, 1, -0",
        "BFLOAT16, 803f80ff, 1, -Infinity"
    })
    void readsRawReals(OnnxType type, String raw, float first, float second) throws IOException {
        OnnxTensor tensor = read(tensor("t", type.code(), HexFormat.of().parseHex(raw), 2));
        assertThat(tensor.floats()).containsExactly(first, second);
        assertThat(tensor.type()).isEqualTo(type);
        assertThatThrownBy(tensor::integers)
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(path + ": tensor 't': " + type + " is not read as integers (byte 0)");
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 0100, 1, 0",
        "INT8, ff7f, -1, 127",
        "UINT8, ff7f, 255, 127",
        "INT16, ffff0080, -1, -32768",
        "UINT16, ffff0080, 65535, 32768",
        "INT32, ffffffff00000080, -1, -2147483648",
        "UINT32, ffffffff00000080, 4294967295, 2147483648",
        "INT64, ffffffffffffffff0000000000000080, -1, -9223372036854775808",
        "UINT64, 0100000000000000ffffffffffffff7f, 1, 9223372036854775807"
    })
    void readsRawIntegers(OnnxType type, String raw, long first, long second) throws IOException {
        OnnxTensor tensor = read(tensor("t", type.code(), HexFormat.of().parseHex(raw), 2));
        assertThat(tensor.integers()).containsExactly(first, second);
        assertThatThrownBy(tensor::floats)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(type + " is not read as float32");
    }

    @Test
    void anUnsignedIntegerBeyondLongIsAFault() throws IOException {
        OnnxTensor tensor =
                read(tensor("t", OnnxType.UINT64.code(), HexFormat.of().parseHex("ffffffffffffffff"), 1));
        assertThatThrownBy(tensor::integers)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensor 't': element 0 is 18446744073709551615, above 2⁶³ - 1");
    }

    static Stream<Arguments> integerFields() {
        return Stream.of(
                Arguments.of(OnnxType.BOOL, Schema.Tensor.INT32_DATA, new long[] {1, 0}),
                Arguments.of(OnnxType.INT8, Schema.Tensor.INT32_DATA, new long[] {-128, 127}),
                Arguments.of(OnnxType.UINT8, Schema.Tensor.INT32_DATA, new long[] {0, 255}),
                Arguments.of(OnnxType.INT16, Schema.Tensor.INT32_DATA, new long[] {-32768, 32767}),
                Arguments.of(OnnxType.UINT16, Schema.Tensor.INT32_DATA, new long[] {0, 65535}),
                Arguments.of(OnnxType.INT32, Schema.Tensor.INT32_DATA, new long[] {-2147483648, 2147483647}),
                Arguments.of(OnnxType.UINT32, Schema.Tensor.UINT64_DATA, new long[] {0, 4294967295L}),
                Arguments.of(OnnxType.UINT64, Schema.Tensor.UINT64_DATA, new long[] {0, Long.MAX_VALUE}),
                Arguments.of(OnnxType.INT64, Schema.Tensor.INT64_DATA, new long[] {Long.MIN_VALUE, Long.MAX_VALUE}));
    }

    @ParameterizedTest
    @MethodSource("integerFields")
    void readsTypedIntegersPackedAndNot(OnnxType type, int field, long[] values) throws IOException {
        Message single = tensor("t", type.code(), 2).integer(field, values[0]).integer(field, values[1]);
        Message packed = tensor("t", type.code(), 2).bytes(field, packedVarints(values));
        Message mixed = tensor("t", type.code(), 2)
                .bytes(field, packedVarints(values[0]))
                .bytes(field, packedVarints())
                .integer(field, values[1]);
        for (Message form : new Message[] {single, packed, mixed}) {
            assertThat(read(form).integers()).isEqualTo(values);
        }
    }

    @Test
    void readsTypedRealsPackedAndNot() throws IOException {
        MemorySegment packed = MemorySegment.ofArray(HexFormat.of().parseHex("0000803f000000c0"));
        Message one = tensor("t", OnnxType.FLOAT.code(), 2).bytes(Schema.Tensor.FLOAT_DATA, packed);
        Message other = tensor("t", OnnxType.FLOAT.code(), 2)
                .real(Schema.Tensor.FLOAT_DATA, 1)
                .real(Schema.Tensor.FLOAT_DATA, -2);
        assertThat(read(one).floats()).containsExactly(1, -2);
        assertThat(read(other).floats()).containsExactly(1, -2);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, 15360, 49152", "BFLOAT16, 16256, 49152"})
    void readsTheBitsOfTypedHalves(OnnxType type, long one, long minusTwo) throws IOException {
        MemorySegment packed = packedVarints(one, minusTwo);
        assertThat(read(tensor("t", type.code(), 2).bytes(Schema.Tensor.INT32_DATA, packed))
                        .floats())
                .containsExactly(1, -2);
    }

    @Test
    void readsTypedDoubles() throws IOException {
        MemorySegment packed = MemorySegment.ofArray(HexFormat.of().parseHex("9a9999999999b9bf"));
        Message tensor = tensor("t", OnnxType.DOUBLE.code(), 1).bytes(Schema.Tensor.DOUBLE_DATA, packed);
        assertThat(read(tensor).floats()).containsExactly(-0.1f);
    }

    @Test
    void typesThatAreNotDecodedKeepTheirBytes() throws IOException {
        OnnxTensor packed = read(tensor("t", OnnxType.INT4.code(), new byte[] {0x21, 0x03}, 3));
        assertThat(packed.data().toArray(ValueLayout.JAVA_BYTE)).containsExactly(0x21, 0x03);
        OnnxTensor complex = read(tensor("t", OnnxType.COMPLEX64.code(), new byte[8], 1));
        assertThat(complex.data().byteSize()).isEqualTo(8);
        assertThat(packed.elements()).isEqualTo(3);
    }

    @Test
    void theContentOfTextsIsNotRead() throws IOException {
        OnnxTensor texts = read(tensor("t", OnnxType.STRING.code(), 2)
                .text(Schema.Tensor.STRING_DATA, "one")
                .text(Schema.Tensor.STRING_DATA, "two"));
        assertThat(texts.elements()).isEqualTo(2);
        assertThat(texts.data().byteSize()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> texts.save(path))
                .withMessage("tensor 't' holds texts, which were not read");
    }

    @Test
    void scalarsAndEmptyTensorsAreTensors() throws IOException {
        assertThat(read(tensor("t", OnnxBytes.FLOAT, new byte[4])).floats()).containsExactly(0);
        OnnxTensor empty = read(tensor("t", OnnxBytes.FLOAT, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, 3));
        assertThat(empty.floats()).isEmpty();
        assertThat(empty).hasToString("t: FLOAT [0, 2147483647, 2147483647, 3]");
    }

    @Test
    void whatWasMadeInMemoryIsCheckedAndReadBack() throws IOException {
        OnnxTensor reals = OnnxTensor.ofFloats("r", new long[] {1, 2}, 1, -2);
        reals.save(path);
        OnnxTensor back = OnnxTensor.read(path, Limits.DEFAULT);
        assertThat(back.name()).isEqualTo("r");
        assertThat(back.dims()).containsExactly(1, 2);
        assertThat(back.floats()).containsExactly(1, -2);
        assertThat(OnnxTensor.ofIntegers("i", new long[0], -7).integers()).containsExactly(-7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxTensor.ofFloats("r", new long[] {2, 2}, 1, 2, 3))
                .withMessage("[2, 2] do not hold 3 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxTensor.ofIntegers("i", new long[] {-1, -1}, 1))
                .withMessageContaining("negative");
    }

    @Test
    void theDataCannotBeChanged() {
        OnnxTensor tensor = OnnxTensor.ofIntegers("i", new long[] {1}, 5);
        tensor.dims()[0] = 9;
        assertThat(tensor.dims()).containsExactly(1);
        assertThat(tensor.data().isReadOnly()).isTrue();
    }

    private OnnxTensor read(Message tensor) throws IOException {
        return OnnxTensor.read(Files.write(path, bytes(tensor)), Limits.DEFAULT);
    }

    private static MemorySegment packedVarints(long... values) {
        byte[] bytes = new byte[0];
        for (long value : values) {
            byte[] field = bytes(new Message().integer(1, value));
            byte[] longer = Arrays.copyOf(bytes, bytes.length + field.length - 1);
            System.arraycopy(field, 1, longer, bytes.length, field.length - 1);
            bytes = longer;
        }
        return MemorySegment.ofArray(bytes);
    }
}
