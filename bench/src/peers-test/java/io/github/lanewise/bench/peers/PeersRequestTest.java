package io.github.lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersRequestTest {

    private static PeersRequest parse(String... words) {
        return PeersRequest.parse(List.of(words));
    }

    @Test
    void nothingAsksForAllParts() {
        PeersRequest request = parse();
        assertThat(request.parts()).containsExactly(Part.values());
        assertThat(request.quick()).isFalse();
        assertThat(request.render()).isFalse();
        assertThat(request.folder()).isEqualTo(Path.of("peers-results"));
    }

    @Test
    void aFolderMayHaveTheNameOfAPart() {
        PeersRequest request = parse("gemm", "--out", "gemm", "--quick");
        assertThat(request.parts()).containsExactly(Part.GEMM);
        assertThat(request.folder()).isEqualTo(Path.of("gemm"));
        assertThat(request.quick()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"--out | --out needs a folder", "GEMM | no part or option GEMM", "--fast | machine, gemm, networks"
            })
    void whatIsWrongIsNamed(String word, String message) {
        assertThatThrownBy(() -> parse("--quick", word))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theCommandNamesWhatWasMeasured() {
        assertThat(parse("--quick").command(EnumSet.of(Part.GEMM, Part.MACHINE)))
                .isEqualTo("peers --quick machine gemm");
        assertThat(parse().command(EnumSet.allOf(Part.class))).isEqualTo("peers");
    }
}
