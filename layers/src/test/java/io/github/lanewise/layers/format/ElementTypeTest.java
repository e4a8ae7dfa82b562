package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every bit pattern of the 16-bit types against the definition of a binary float, in float64. */
class ElementTypeTest {
    private static final int PATTERNS = 1 << 16;

    @Test
    void readsEveryF16(@TempDir Path folder) throws IOException {
        assertAllPatterns(folder, "F16", 5, 10);
    }

    @Test
    void readsEveryBf16(@TempDir Path folder) throws IOException {
        assertAllPatterns(folder, "BF16", 8, 7);
    }

    private static void assertAllPatterns(Path folder, String type, int exponentBits, int mantissaBits)
            throws IOException {
        ByteBuffer data = ByteBuffer.allocate(PATTERNS * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < PATTERNS; bits++) {
            data.putShort((short) bits);
        }
        String header = "{" + SafetensorsBytes.entry("all", type, "[256,256]", 0, data.capacity()) + "}";
        Path path = Files.write(folder.resolve("all.safetensors"), SafetensorsBytes.file(header, data.array()));

        float[] expected = new float[PATTERNS];
        for (int bits = 0; bits < PATTERNS; bits++) {
            expected[bits] = (float) valueOf(bits, exponentBits, mantissaBits);
        }
        int firstWrongPattern =
                Arrays.mismatch(Safetensors.read(path).tensor("all").toArray(), expected);
        assertThat(firstWrongPattern).isEqualTo(-1);
    }

    /** (-1)^s 2^(e - bias) (1 + m / 2^mantissaBits); e = 0 is subnormal, the largest e infinite or no number. */
    private static double valueOf(int bits, int exponentBits, int mantissaBits) {
        int bias = (1 << (exponentBits - 1)) - 1;
        int exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1);
        double mantissa = (bits & ((1 << mantissaBits) - 1)) / (double) (1 << mantissaBits);
        double sign = bits >> 15 == 0 ? 1 : -1;
        if (exponent == 0) {
            return sign * mantissa * Math.pow(2, 1 - bias);
        }
        if (exponent == (1 << exponentBits) - 1) {
            return mantissa == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return sign * (1 + mantissa) * Math.pow(2, exponent - bias);
    }
}
