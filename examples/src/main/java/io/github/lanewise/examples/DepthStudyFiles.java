package io.github.lanewise.examples;

import io.github.lanewise.layers.train.Evaluation;
import io.github.lanewise.layers.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A depth study as files: one CSV with all curves, and two plots. */
final class DepthStudyFiles {
    private static final String HEADER =
            "network,kind,depth,layers,parameters,step,loss,training_error,test_error,seconds\n";

    private DepthStudyFiles() {}

    static void write(Path folder, List<StudiedNetwork> networks, String setting) throws IOException {
        Files.writeString(folder.resolve("depth-study.csv"), csv(networks));
        curves(networks, setting).save(folder.resolve("error-by-step.png"));
        byDepth(networks, setting).save(folder.resolve("error-by-depth.png"));
    }

    private static String csv(List<StudiedNetwork> networks) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (StudiedNetwork network : networks) {
            for (History.Row row : network.history().rows()) {
                Evaluation test = row.test();
                csv.append(String.format(
                        Locale.ROOT,
                        "%s,%s,%d,%d,%d,%d,%s,%s,%s,%.3f%n",
                        network.name(),
                        network.residual() ? "residual" : "plain",
                        network.depth(),
                        network.layers(),
                        network.parameters(),
                        row.step(),
                        row.loss(),
                        1 - row.accuracy(),
                        test == null ? "" : test.error(),
                        row.seconds()));
            }
        }
        return csv.toString();
    }

    /** As figure 6 of He et al. 2015: plain networks dashed, residual ones solid, one colour for each depth. */
    private static Plot curves(List<StudiedNetwork> networks, String setting) {
        Plot plot = new Plot("Training error by step, " + setting, "step", "training error, %").between(0, 100);
        List<Integer> depths = depths(networks);
        for (StudiedNetwork network : networks) {
            List<History.Row> rows = network.history().rows();
            plot.line(
                    network.name(),
                    TrainingPlots.steps(rows),
                    TrainingPlots.trainingErrors(rows),
                    depths.indexOf(network.depth()),
                    network.residual() ? Plot.Line.SOLID : Plot.Line.DASHED);
        }
        return plot;
    }

    private static Plot byDepth(List<StudiedNetwork> networks, String setting) {
        Plot plot = new Plot("Error by depth, " + setting, "layers", "error, %").between(0, 100);
        for (boolean residual : new boolean[] {false, true}) {
            List<StudiedNetwork> kind = networks.stream()
                    .filter(network -> network.residual() == residual)
                    .toList();
            double[] depth = kind.stream().mapToDouble(StudiedNetwork::depth).toArray();
            double[] training =
                    kind.stream().mapToDouble(one -> 100 * one.trainingError()).toArray();
            double[] test =
                    kind.stream().mapToDouble(one -> 100 * one.testError()).toArray();
            String name = residual ? "residual" : "plain";
            plot.line(name + ", training", depth, training, residual ? 0 : 1, Plot.Line.DOTS);
            plot.line(name + ", test", depth, test, residual ? 0 : 1, Plot.Line.DASHED);
        }
        return plot;
    }

    private static List<Integer> depths(List<StudiedNetwork> networks) {
        return networks.stream().map(StudiedNetwork::depth).distinct().sorted().toList();
    }
}
