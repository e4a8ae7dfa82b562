package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.data.SyntheticImages;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TourTest {

    @Test
    void matrixProductIsCorrect() throws JobException {
        assertThat(printed(TourGemm.compare(67), OptionalDouble.of(1e11)))
                .contains("naive loops", "speed-up", "% of the FMA peak", "correct");
    }

    @Test
    void convolutionIsCorrect() throws JobException {
        assertThat(printed(TourConvolution.compare(5, 9), OptionalDouble.empty()))
                .contains("speed-up", "correct")
                .doesNotContain("peak");
    }

    @Test
    void wrongResultIsAnError() {
        RunTimes times = new RunTimes(1, 1, 1);
        for (double error : new double[] {1e-3, Double.NaN}) {
            Comparison wrong = new Comparison(1, times, times, error, 1e-4);
            assertThatThrownBy(() -> printed(wrong, OptionalDouble.empty()))
                    .isInstanceOf(JobException.class)
                    .hasMessageContaining("wrong");
        }
    }

    private static String printed(Comparison comparison, OptionalDouble peak) throws JobException {
        StringWriter text = new StringWriter();
        comparison.print(new Report(new PrintWriter(text)), peak);
        return text.toString();
    }

    @Test
    void everyNumberOfThreadsGivesTheSameBits() {
        Network network = Networks.named("resnet8").initialise(3);
        float[] image = new SyntheticImages(3, 1, Part.TEST).images(0, 1, network.preprocessing());
        String hash = TourNetwork.run(network, image, 1).hash();
        assertThat(hash).hasSize(16);
        assertThat(TourNetwork.run(network, image, 2).hash()).isEqualTo(hash);
        network.initialise(4);
        assertThat(TourNetwork.run(network, image, 1).hash()).isNotEqualTo(hash);
    }

    @Test
    void trainingReachesAVisibleAccuracy() throws IOException {
        assertThat(TourTraining.train(60).testError()).isLessThan(0.8);
    }

    @Test
    @Tag("slow")
    void wholeTourFitsTheTerminal() {
        assertComplete(CommandRun.of("tour"));
    }

    @Test
    @Tag("slow")
    void tourWithoutTheVectorModuleNamesTheFastWay() throws IOException, InterruptedException {
        CommandRun run = CommandRun.withoutVectorModule("tour");
        assertComplete(run);
        assertThat(run.out()).contains("scalar", "--add-modules jdk.incubator.vector -jar");
    }

    private static void assertComplete(CommandRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("ResNet-18", "same bits", "accuracy");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80, "at most 80 characters");
    }
}
