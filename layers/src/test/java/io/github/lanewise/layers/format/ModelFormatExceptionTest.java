package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelFormatExceptionTest {
    @Test
    void namesFilePlaceProblemAndByte() {
        ModelFormatException fault = new ModelFormatException(Path.of("a.onnx"), "node 'Conv_1'", 12, "has no weights");
        assertThat(fault)
                .hasMessage("a.onnx: node 'Conv_1': has no weights (byte 12)")
                .hasNoCause();
        assertThat(fault.file()).isEqualTo("a.onnx");
        assertThat(fault.place()).isEqualTo("node 'Conv_1'");
        assertThat(fault.offset()).isEqualTo(12);
    }

    @Test
    void quotesOnOneLineWhateverAFileHolds() {
        String hostile = "a\n\r\u001b[31m\u202e\u2028\ud800é😀";
        assertThat(new ModelFormatException(Path.of("f"), hostile, 0, hostile))
                .hasMessage("f: a\\u{a}\\u{d}\\u{1b}[31m\\u{202e}\\u{2028}\\u{d800}é😀: "
                        + "a\\u{a}\\u{d}\\u{1b}[31m\\u{202e}\\u{2028}\\u{d800}é😀 (byte 0)");
    }

    @Test
    void cutsWhatIsTooLongToRead() {
        String name = "x".repeat(1 << 20);
        ModelFormatException fault = new ModelFormatException(Path.of("f"), name, 0, "is missing");
        assertThat(fault.getMessage()).isEqualTo("f: " + "x".repeat(300) + "…: is missing (byte 0)");
        assertThat(fault.place()).isEqualTo(name);
    }
}
