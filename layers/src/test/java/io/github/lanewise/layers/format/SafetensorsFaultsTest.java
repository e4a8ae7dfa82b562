package io.github.lanewise.layers.format;

import static io.github.lanewise.layers.format.SafetensorsBytes.entry;
import static io.github.lanewise.layers.format.SafetensorsBytes.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the format and each limit, broken on its own. */
class SafetensorsFaultsTest {
    private static final byte[] EIGHT = new byte[8];
    private static final byte[] NONE = new byte[0];
    private static final String VALID = "{" + entry("a", "F32", "[2]", 0, 8) + "}";

    private final Path path;

    SafetensorsFaultsTest(@TempDir Path folder) {
        this.path = folder.resolve("model.safetensors");
    }

    static Stream<Arguments> lengths() {
        byte[] header = VALID.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                fault("no bytes", NONE, "header: the file has 0 bytes"),
                fault("seven bytes", new byte[7], "header: the file has 7 bytes"),
                fault("no header", new byte[8], "header: must begin with '{'"),
                fault(
                        "one more than the limit",
                        file((16 << 20) + 1, header, EIGHT),
                        "a length of 16777217 bytes exceeds"),
                fault("2^31", file(1L << 31, header, EIGHT), "a length of 2147483648 bytes exceeds"),
                fault("2^32", file(1L << 32, header, EIGHT), "a length of 4294967296 bytes exceeds"),
                fault("2^63", file(1L << 63, header, EIGHT), "a length of 9223372036854775808 bytes exceeds"),
                fault("2^64 - 1", file(-1, header, EIGHT), "a length of 18446744073709551615 bytes exceeds"),
                fault("beyond the file", file(header.length + 9, header, EIGHT), "reaches beyond the file of"),
                fault("into the data", file(header.length + 8, header, EIGHT), "reach beyond the 0 bytes of data"),
                fault("one short", file(header.length - 1, header, EIGHT), "header: "),
                fault("one long", file(header.length + 1, header, EIGHT), "reach beyond the 7 bytes of data"));
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                fault("a stray byte", latin1("{\"\u00ff\":"), "header: is not UTF-8 (byte 10)"),
                fault("an overlong form", latin1("{\"\u00c0\u0080\":"), "header: is not UTF-8 (byte 10)"),
                fault("an encoded surrogate", latin1("{\"\u00ed\u00a0\u0080\":"), "header: is not UTF-8 (byte 10)"),
                fault("cut within a character", latin1("{\"\u00e2\u0082"), "header: is not UTF-8 (byte 10)"),
                fault("late", latin1("{" + " ".repeat(20_000) + "\u0080}"), "header: is not UTF-8 (byte 20009)"),
                fault("byte order mark", file("\ufeff{}", NONE), "must begin with '{'"),
                fault("UTF-16", file(VALID.getBytes(StandardCharsets.UTF_16LE), EIGHT), "header: "),
                fault("leading space", file(" {}", NONE), "must begin with '{'"),
                fault("an array", file("[]", NONE), "must begin with '{'"),
                fault(
                        "lone surrogate in a name",
                        file("{\"\\ud800\":{}}", NONE),
                        "header: Broken surrogate pair in property name"),
                fault(
                        "lone surrogate in a key",
                        metadata("{\"\\udc00\":\"\"}"),
                        "__metadata__: Unexpected low surrogate in property name"),
                fault(
                        "lone surrogate in a text",
                        metadata("{\"a\":\"\\udc00\"}"),
                        "__metadata__: has a lone surrogate in '\\u{dc00}'"));
    }

    static Stream<Arguments> syntax() {
        return Stream.of(
                fault(
                        "cut",
                        file("{\"a\":", NONE),
                        "header: Unexpected end-of-input within/between Object entries (byte 13)"),
                fault("unclosed", file("{", NONE), "header: Unexpected end-of-input"),
                fault("a second value", file("{}{}", NONE), "header: goes on after its object with {"),
                fault("trailing text", file("{} x", NONE), "header: Unrecognized token 'x'"),
                fault("trailing zero", file("{}\0", NONE), "header: "),
                fault("single quotes", file("{'a':1}", NONE), "header: Unexpected character"),
                fault("comment", file("{/**/}", NONE), "header: "),
                fault("trailing comma", file("{" + entry("a", "F32", "[0]", 0, 0) + ",}", NONE), "header: "),
                fault(
                        "duplicate tensor",
                        entries(entry("a", "F32", "[2]", 0, 8), entry("a", "F32", "[2]", 0, 8)),
                        "\"a\""),
                fault(
                        "duplicate through an escape",
                        entries(entry("a", "F32", "[2]", 0, 8), entry("\\u0061", "F32", "[0]", 8, 8)),
                        "Duplicate Object property \"a\""),
                fault("duplicate key", one("'dtype':'F32','dtype':'F32'"), "tensor 'a': Duplicate Object property"),
                fault(
                        "duplicate metadata",
                        metadata("{\"k\":\"\",\"k\":\"\"}"),
                        "__metadata__: Duplicate Object property"),
                fault(
                        "metadata twice",
                        file("{\"__metadata__\":{},\"__metadata__\":{}}", NONE),
                        "Duplicate Object property \"__metadata__\""),
                fault("metadata null", metadata("null"), "__metadata__: must be an object, got null"),
                fault("metadata text", metadata("\"pt\""), "__metadata__: must be an object, got pt"),
                fault("number in metadata", metadata("{\"k\":1}"), "__metadata__: k must be a string, got 1"),
                fault("object in metadata", metadata("{\"k\":{}}"), "__metadata__: k must be a string, got {"),
                fault("tensor null", file("{\"a\":null}", NONE), "tensor 'a': must be an object, got null"),
                fault("tensor array", file("{\"a\":[]}", NONE), "tensor 'a': must be an object, got ["),
                fault("unknown key", one("'dtype':'F32','stride':[1]"), "tensor 'a': has the unknown key 'stride'"),
                fault("deep nesting", file("{\"a\":" + "[".repeat(5000), NONE), "tensor 'a': must be an object, got ["),
                fault("nested dimensions", one("'shape':" + "[".repeat(5000)), "tensor 'a': "));
    }

    static Stream<Arguments> tensors() {
        return Stream.of(
                fault("no dtype", one("'shape':[2],'data_offsets':[0,8]"), "tensor 'a': must have dtype, shape and"),
                fault("no shape", one("'dtype':'F32','data_offsets':[0,8]"), "tensor 'a': must have dtype, shape and"),
                fault("no offsets", one("'dtype':'F32','shape':[2]"), "tensor 'a': must have dtype, shape and"),
                fault("nothing", one(""), "tensor 'a': must have dtype, shape and data_offsets (byte 13)"),
                fault("dtype number", one("'dtype':32"), "tensor 'a': dtype must be a string, got 32"),
                fault("dtype unknown", one("'dtype':'F31'"), "tensor 'a': the dtype 'F31' is unknown"),
                fault("dtype lower case", one("'dtype':'f32'"), "tensor 'a': the dtype 'f32' is unknown"),
                fault("shape number", one("'shape':2"), "tensor 'a': shape must be an array, got 2"),
                fault("negative", shape("[-2]", 8), "shape must hold integers from 0 to 2147483647, got -2"),
                fault("fraction", shape("[2.0]", 8), "shape must hold integers from 0 to 2147483647, got 2.0"),
                fault("exponent", shape("[2e0]", 8), "shape must hold integers from 0 to 2147483647, got 2e0"),
                fault("text", shape("[\"2\"]", 8), "shape must hold integers from 0 to 2147483647, got 2"),
                fault("null", shape("[null]", 8), "shape must hold integers from 0 to 2147483647, got null"),
                fault("leading zero", shape("[02]", 8), "tensor 'a': Invalid numeric value"),
                fault("NaN", shape("[NaN]", 8), "tensor 'a': Non-standard token 'NaN'"),
                fault("2^31", shape("[2147483648]", 8), "got 2147483648"),
                fault("2^64 + 2", shape("[18446744073709551618]", 8), "got 18446744073709551618"),
                fault("endless number", shape("[" + "9".repeat(100_000) + "]", 8), "tensor 'a': Number value length"),
                fault("rank 9", shape("[1,1,1,1,1,1,1,1,1]", 4), "tensor 'a': has more than 8 dimensions"),
                fault("2^64 bytes", shape("[1073741824,1073741824,4]", 0), "takes 4611686018427387904 times 4"),
                fault("2^63 bytes", shape("[1073741824,1073741824,2]", 0), "takes 2305843009213693952 times 4"),
                fault("overflow", shape("[2147483647,2147483647,3]", 8), "has more than 2⁶³ - 1 elements"),
                fault("too short", shape("[3]", 8), "data_offsets [0, 8] hold 8 bytes, F32 [3] takes 3 times 4"),
                fault("too long", shape("[1]", 8), "data_offsets [0, 8] hold 8 bytes, F32 [1] takes 1 times 4"),
                fault("offsets number", offsets("8"), "tensor 'a': data_offsets must be an array, got 8"),
                fault("one offset", offsets("[0]"), "data_offsets must hold integers"),
                fault("three offsets", offsets("[0,8,8]"), "data_offsets must be begin and end"),
                fault("negative offset", offsets("[-8,0]"), "data_offsets must hold integers"),
                fault("backwards", offsets("[8,0]"), "data_offsets [8, 0] end before they begin"),
                fault("beyond the data", offsets("[0,9]"), "data_offsets [0, 9] reach beyond the 8 bytes"),
                fault("2^63 - 1", offsets("[9223372036854775807,9223372036854775807]"), "reach beyond the 8 bytes"),
                fault("2^63", offsets("[0,9223372036854775808]"), "data_offsets must hold integers"),
                fault(
                        "hole in front",
                        entries(entry("a", "F32", "[1]", 4, 8)),
                        "the data before it ends at byte 62: a hole"),
                fault(
                        "hole between",
                        entries(entry("a", "F16", "[1]", 0, 2), entry("b", "F32", "[1]", 4, 8)),
                        "tensor 'b': its data begins at byte"),
                fault(
                        "overlap",
                        entries(entry("a", "F32", "[1]", 0, 4), entry("b", "F32", "[2]", 0, 8)),
                        "tensor 'b': its data begins at byte 115, the data before it ends at byte 119: an overlap"),
                fault(
                        "the same data twice",
                        entries(entry("a", "U8", "[8]", 0, 8), entry("b", "U8", "[8]", 0, 8)),
                        "overlap"),
                fault(
                        "empty inside another",
                        entries(entry("a", "F32", "[2]", 0, 8), entry("b", "F32", "[0]", 4, 4)),
                        "tensor 'b': "),
                fault("data left over", entries(entry("a", "F32", "[1]", 0, 4)), "header: the tensors end at byte"),
                fault("data of nothing", entries(), "header: the tensors end at byte 10, the file has 18 bytes"));
    }

    static Stream<Arguments> limits() {
        Limits limits = Limits.DEFAULT;
        String two = entry("a", "F32", "[1]", 0, 4) + "," + entry("b", "F32", "[1]", 4, 8);
        return Stream.of(
                Arguments.of(limits.withHeaderBytes(10), VALID, "exceeds the limit of 10"),
                Arguments.of(limits.withItems(1), "{" + two + "}", "tensor 'b': more than 1 tensors"),
                Arguments.of(
                        limits.withItems(1),
                        "{\"__metadata__\":{\"j\":\"\",\"k\":\"\"}," + two + "}",
                        "__metadata__: more than 1 entries"),
                Arguments.of(limits.withRank(0), VALID, "tensor 'a': has more than 0 dimensions"),
                Arguments.of(limits.withTensorBytes(7), VALID, "tensor 'a': its data takes 8 bytes, the limit is 7"),
                Arguments.of(
                        limits.withTensorBytes(15),
                        "{" + entry("a", "BF16", "[4]", 0, 8) + "}",
                        "tensor 'a': its data takes 16 bytes, the limit is 15"),
                Arguments.of(
                        limits.withWeightBytes(7),
                        "{" + two + "}",
                        "tensor 'b': the tensors up to this one take 8 bytes, the limit is 7"),
                Arguments.of(limits.withStringLength(20), "{\"" + "n".repeat(99) + "\":", "header: Name length"),
                Arguments.of(
                        limits.withStringLength(20),
                        "{\"__metadata__\":{\"k\":\"" + "t".repeat(99) + "\"}," + two + "}",
                        "__metadata__: String value length"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"lengths", "encodings", "syntax", "tensors"})
    void namesTheFault(String name, byte[] bytes, String problem) throws IOException {
        assertFault(bytes, Limits.DEFAULT, problem);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("limits")
    void namesTheLimit(Limits limits, String header, String problem) throws IOException {
        assertFault(file(header, EIGHT), limits, problem);
    }

    @Test
    void noTruncationIsRead() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}," + entry("a", "F32", "[2]", 0, 8) + ","
                + entry("b", "BF16", "[3]", 8, 14) + "}";
        byte[] whole = file(header, new byte[14]);
        assertThat(Safetensors.read(Files.write(path, whole)).entries()).hasSize(2);
        for (int length = 0; length < whole.length; length++) {
            assertFault(Arrays.copyOf(whole, length), Limits.DEFAULT, "");
        }
        assertFault(Arrays.copyOf(whole, whole.length + 1), Limits.DEFAULT, "header: the tensors end at byte");
    }

    @Test
    void largeHeadersAreRefusedQuickly() {
        String opened = "{\"a\":{\"shape\":[";
        Stream<String> bombs = Stream.of(
                opened + "1,".repeat(8_000_000),
                opened + "9".repeat(16_000_000),
                "{\"a\":" + "{\"a\":".repeat(3_000_000),
                "{\"" + "n".repeat(16_000_000) + "\":{}}",
                "{\"__metadata__\":{\"k\":\"" + "t".repeat(16_000_000) + "\"}}",
                IntStream.range(0, 1_000_000)
                        .mapToObj(i -> "\"" + i + "\":\"\"")
                        .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}")),
                IntStream.range(0, 200_000)
                        .mapToObj(i -> entry("t" + i, "F32", "[0]", 0, 0))
                        .collect(Collectors.joining(",", "{", "}")));
        bombs.forEach(bomb -> assertTimeout(
                Duration.ofSeconds(10), () -> assertFault(file(bomb, NONE), Limits.DEFAULT, path + ": ")));
    }

    @Test
    void asManyTensorsAsTheLimitAreRead() throws IOException {
        String header = IntStream.range(0, Limits.DEFAULT.items())
                .mapToObj(i -> entry("layer" + i + ".weight", "F32", "[0]", 0, 0))
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(Safetensors.read(Files.write(path, file(header, NONE))).tensors())
                .hasSize(Limits.DEFAULT.items());
    }

    @Test
    void weightsThatTheMachineCannotHoldAreAFaultOfTheFile() throws IOException {
        long bytes = 1L << 40;
        byte[] header = file("{" + entry("a", "F32", "[1048576,262144]", 0, bytes) + "}", NONE);
        assumeTrue(writeSparse(header, header.length + bytes), "needs a file system with sparse files");
        Limits limits = Limits.DEFAULT.withTensorBytes(bytes).withWeightBytes(bytes);
        assertThatThrownBy(() -> Safetensors.read(path, limits))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensor 'a': the native memory of this JVM does not hold [1048576, 262144]");
    }

    private boolean writeSparse(byte[] start, long length) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(start);
            file.setLength(length);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private void assertFault(byte[] bytes, Limits limits, String problem) throws IOException {
        Faults.assertFault(path, bytes, () -> Safetensors.read(path, limits), problem);
    }

    private static Arguments fault(String name, byte[] bytes, String problem) {
        return Arguments.of(name, bytes, problem);
    }

    private static byte[] latin1(String header) {
        return file(header.getBytes(StandardCharsets.ISO_8859_1), NONE);
    }

    private static byte[] metadata(String value) {
        return file("{\"__metadata__\":" + value + "}", NONE);
    }

    private static byte[] entries(String... entries) {
        return file("{" + String.join(",", entries) + "}", EIGHT);
    }

    /** One tensor whose entry holds this JSON, in single quotes. */
    private static byte[] one(String content) {
        return file("{\"a\":{" + content.replace('\'', '"') + "}}", EIGHT);
    }

    private static byte[] shape(String shape, long end) {
        return entries(entry("a", "F32", shape, 0, end));
    }

    private static byte[] offsets(String offsets) {
        return one("'dtype':'F32','shape':[2],'data_offsets':" + offsets);
    }
}
