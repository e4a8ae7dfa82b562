package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataTypeTest {
    /** One and a bit: the last of the 7 bits behind the point is 2⁻⁷. */
    @ParameterizedTest
    @CsvSource({
        "0x1.0p0, 0x1.0p0",
        "0x1.00fffep0, 0x1.0p0",
        "0x1.01p0, 0x1.0p0",
        "0x1.010002p0, 0x1.02p0",
        "0x1.02p0, 0x1.02p0",
        "0x1.03p0, 0x1.04p0",
        "0x1.fep0, 0x1.fep0",
        "0x1.ffp0, 0x2.0p0",
        "0x1.fefffep127, 0x1.fep127",
        "0x1.ffp127, Infinity",
        "0x1.0p-149, 0",
        "0x1.0002p-134, 0x1.0p-133"
    })
    void bfloat16IsTheNearestOfTwoTheEvenOne(String value, String rounded) {
        float expected = (float) Double.parseDouble(rounded);
        float x = Float.parseFloat(value);
        assertThat(DataType.BFLOAT16.rounded(x)).isEqualTo(expected);
        assertThat(DataType.BFLOAT16.rounded(-x)).isEqualTo(-expected);
    }

    @Test
    void noNeighbourIsNearer() {
        for (int bits = 0x3e80_0000; bits < 0x3e90_0000; bits += 77) {
            float x = Float.intBitsToFloat(bits);
            float rounded = DataType.BFLOAT16.rounded(x);
            assertThat(Float.floatToRawIntBits(rounded) & 0xffff).isZero();
            BigDecimal error = distance(x, rounded);
            int high = Float.floatToRawIntBits(rounded);
            assertThat(error).isLessThanOrEqualTo(distance(x, Float.intBitsToFloat(high + 0x1_0000)));
            assertThat(error).isLessThanOrEqualTo(distance(x, Float.intBitsToFloat(high - 0x1_0000)));
        }
    }

    private static BigDecimal distance(float a, float b) {
        return new BigDecimal(a).subtract(new BigDecimal(b)).abs();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7fc0_0000, 0x7f80_0001, 0x7fff_ffff, 0xffff_ffff})
    void notANumberStaysOne(int bits) {
        assertThat(DataType.BFLOAT16.rounded(Float.intBitsToFloat(bits))).isNaN();
    }

    @Test
    void otherTypes() {
        float third = 1 / 3f;
        assertThat(DataType.FLOAT16.rounded(third)).isEqualTo(0x1.554p-2f);
        assertThat(DataType.FLOAT32.rounded(third)).isEqualTo(third);
        assertThat(DataType.FLOAT64.rounded(third)).isEqualTo(third);
    }
}
