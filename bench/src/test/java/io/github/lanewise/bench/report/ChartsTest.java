package io.github.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {

    private static final int LARGEST_BYTES = 100_000;

    @TempDir
    Path folder = Path.of("");

    @Test
    void everyChartIsAnImageOfModestSize() throws IOException {
        List<String> names = Charts.write(Reports.full(), folder);

        assertThat(names)
                .containsExactly("gemm-squares.png", "gemm-shapes.png", "speed-up.png", "networks.png", "roofline.png");
        for (String name : names) {
            Path file = folder.resolve(name);
            assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThanOrEqualTo(ChartStyle.WIDTH);
            assertThat(Files.size(file)).isLessThan(LARGEST_BYTES);
        }
    }

    @Test
    void withoutFiguresThereIsNoChart() throws IOException {
        Report empty = Reports.of("none", List.of());
        assertThat(Charts.write(empty, folder)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }
}
