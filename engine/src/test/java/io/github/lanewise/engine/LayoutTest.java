package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private final Tensor nhwc = Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 1, 1, 2, 3);

    @Test
    void channelsComeFirstOutside() {
        float[] nchw = new float[6];
        Layout.nhwcToNchw(nhwc, nchw);
        assertThat(nchw).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void bitsAreCopiedAsTheyAre() {
        float strangeNan = Float.intBitsToFloat(0x7FA12345);
        Layout.nchwToNhwc(new float[] {0, strangeNan, -0f, Float.MIN_VALUE, 0, 0}, nhwc);
        assertThat(Float.floatToRawIntBits(nhwc.get(0, 0, 1, 0))).isEqualTo(0x7FA12345);
        assertThat(Float.floatToRawIntBits(nhwc.get(0, 0, 0, 1))).isEqualTo(0x80000000);
        assertThat(nhwc.get(0, 0, 1, 1)).isEqualTo(Float.MIN_VALUE);
    }

    @Test
    void positionsOfBuffersDoNotChange() {
        FloatBuffer buffer = FloatBuffer.allocate(8).position(2);
        Layout.nhwcToNchw(nhwc, buffer);
        Layout.nchwToNhwc(buffer, nhwc);
        assertThat(buffer.position()).isEqualTo(2);
        assertThat(nhwc.toArray()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void storageHasExactlyAsManyFloats() {
        assertThatThrownBy(() -> Layout.nchwToNhwc(new float[7], nhwc))
                .isInstanceOf(ShapeException.class)
                .hasMessage("images [1, 1, 2, 3] are 6 floats, got 7");
        assertThatThrownBy(() -> Layout.nhwcToNchw(nhwc, FloatBuffer.allocate(5)))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Layout.nhwcToNchw(nhwc, Arena.ofAuto().allocate(20)))
                .isInstanceOf(ShapeException.class);
        Tensor features = Tensor.of(new float[6], 2, 3);
        assertThatThrownBy(() -> Layout.nchwToNhwc(new float[6], features))
                .isInstanceOf(ShapeException.class)
                .hasMessage("images are [batch, height, width, channels], got [2, 3]");
    }

    @Test
    void tensorsOutsideHoldTheSameImagesDensely() {
        Tensor swapped = Tensor.of(new float[6], 1, 3, 2, 1);
        assertThatThrownBy(() -> Layout.nchwToNhwc(swapped, nhwc))
                .isInstanceOf(ShapeException.class)
                .hasMessage("channels-first Tensor [1, 3, 2, 1] does not hold the images [1, 1, 2, 3]");
        Tensor padded = Tensor.allocate(Arena.ofAuto(), Shape.of(1, 3, 1, 2), Padding.of(1));
        assertThatThrownBy(() -> Layout.nhwcToNchw(nhwc, padded)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Layout.nhwcToNchw(nhwc, Tensor.of(new float[6], 2, 3)))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Layout.oihwToOhwi(nhwc, nhwc)).isInstanceOf(ShapeException.class);
    }

    @Test
    void targetsMustBeWritable() {
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(
                        () -> Layout.nhwcToNchw(nhwc, FloatBuffer.allocate(6).asReadOnlyBuffer()));
        MemorySegment readOnly = MemorySegment.ofArray(new float[6]).asReadOnly();
        assertThatIllegalArgumentException().isThrownBy(() -> Layout.nhwcToNchw(nhwc, readOnly));
        Layout.nchwToNhwc(readOnly, nhwc);
    }
}
