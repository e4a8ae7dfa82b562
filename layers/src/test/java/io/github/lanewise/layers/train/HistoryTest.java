package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final History HISTORY = new History(List.of(
            new History.Row(0, 10, 0.1, 2.25, 0.125, 3.5, null, 1.5, 100),
            new History.Row(1, 20, 0.05, 1.75, 0.25, 2.5, new Evaluation(1.5, 0.375, 40), 3, 99.5)));

    @Test
    void rowsAreCommaSeparatedValues() {
        assertThat(HISTORY.toCsv().lines())
                .containsExactly(
                        "epoch,step,rate,loss,accuracy,gradient_norm,test_loss,test_accuracy,seconds,images_per_second",
                        "0,10,0.1,2.25,0.125,3.5,,,1.5,100.0",
                        "1,20,0.05,1.75,0.25,2.5,1.5,0.375,3.0,99.5");
    }

    @Test
    void rowsAreJsonObjects() {
        assertThat(HISTORY.toJson())
                .isEqualTo("[{\"epoch\":0,\"step\":10,\"rate\":0.1,\"loss\":2.25,\"accuracy\":0.125,"
                        + "\"gradientNorm\":3.5,\"seconds\":1.5,\"imagesPerSecond\":100.0},"
                        + "{\"epoch\":1,\"step\":20,\"rate\":0.05,\"loss\":1.75,\"accuracy\":0.25,"
                        + "\"gradientNorm\":2.5,\"testLoss\":1.5,\"testAccuracy\":0.375,\"testImages\":40,"
                        + "\"seconds\":3.0,\"imagesPerSecond\":99.5}]");
    }

    @Test
    void bothAreFiles(@TempDir Path folder) throws IOException {
        HISTORY.writeTo(folder);
        assertThat(Files.readString(folder.resolve("history.csv"))).isEqualTo(HISTORY.toCsv());
        assertThat(Files.readString(folder.resolve("history.json"))).isEqualTo(HISTORY.toJson());
    }
}
