package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.residual.ResNet;
import io.github.lanewise.layers.residual.Shortcut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise depth-study}: plain and residual networks of several depths, side by side. */
@Command(
        name = "depth-study",
        header = "Train plain and residual networks of several depths.",
        description = {
            "Every network learns from the same data in the same order by the same schedule, in which the rate rises"
                    + " over a tenth of the steps and falls to 0. The plain and the residual network of a depth have"
                    + " the same layers and begin with the same weights, but for the last scale of residual blocks, which"
                    + " is 0 (see --zero-start): they begin as their shortcuts, a plain network has none to begin as.",
            "By default the cost is reduced to what two processors do in two minutes: generated images of 16 x 16"
                    + " pixels, 8 channels where the paper has 16, 240 steps of 16 images where it has 64,000 of 128,"
                    + " no augmentation. Errors are high after so few steps; what counts is how they change with"
                    + " depth.",
            "Writes depth-study.csv, error-by-step.png and error-by-depth.png to the folder. The training error is"
                    + " the mean over the last tenth of the steps. The last line of output is a JSON object with the"
                    + " seed and, for each network, name, depth, layers, parameters, trainingError, testError,"
                    + " finalLoss and seconds."
        },
        footer = {
            "  lanewise depth-study --output study",
            "  lanewise depth-study --depths 20,56 --data cifar10:cifar-10-batches-bin \\",
            "      --steps 4000 --batch 128 --width 8 --output study",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class DepthStudy implements Callable<Integer> {
    private static final int SIDE = 16;
    private static final int STEPS = 240;
    private static final int BATCH = 16;
    private static final double RATE = 0.03;

    @Option(
            names = "--depths",
            paramLabel = "N,N",
            split = ",",
            converter = PositiveInteger.class,
            description = "The depths, 6n + 2 each. Default: 8,20,56,110.")
    private List<Integer> depths = List.of(8, 20, 56, 110);

    @Mixin
    private SetupOptions setup = new SetupOptions(new DataSource.Synthetic(SIDE));

    @Mixin
    private ShortTraining training = new ShortTraining(STEPS, BATCH, RATE);

    @Option(
            names = "--width",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Channels of the first stage; 16 in the paper. Default: ${DEFAULT-VALUE}.")
    private int width = 8;

    @Option(
            names = "--zero-start",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Begin with 0 for the last scale of residual blocks, but of those whose shortcut adds channels"
                            + " of zeros, which would never learn. Default: ${DEFAULT-VALUE}.")
    private boolean zeroStart;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        requireDepths();
        Path folder = setup.createFolder();
        StudiedTraining study = new StudiedTraining(
                training,
                width,
                setup.seed(),
                zeroStart,
                StudiedTraining.images(setup.open(Part.TRAINING), setup.open(Part.TEST)),
                spec.commandLine().getErr());
        String setting = setting();
        Report report = new Report(spec.commandLine().getOut());
        report.line(setting);
        report.line(StudiedNetwork.HEADER);
        List<StudiedNetwork> networks = new ArrayList<>();
        try (Workers workers = setup.workers()) {
            for (int depth : depths) {
                for (boolean residual : new boolean[] {false, true}) {
                    StudiedNetwork network = study.run(depth, residual, workers);
                    networks.add(network);
                    report.line(network.row());
                }
            }
        }
        DepthStudyFiles.write(folder, networks, setting);
        report.line("");
        DepthVerdict.of(networks).forEach(report::line);
        report.line("");
        report.line(folder + ": depth-study.csv, error-by-step.png, error-by-depth.png");
        report.line(networks.stream()
                .map(StudiedNetwork::json)
                .collect(Collectors.joining(",", "{\"seed\":" + setup.seed() + ",\"networks\":[", "]}")));
        return ExitCode.OK;
    }

    private String setting() {
        return String.format(
                Locale.ROOT,
                "%s, width %d, batch %d, %,d steps, seed %d%s",
                setup.dataName(),
                width,
                training.batch(),
                training.steps(),
                setup.seed(),
                zeroStart ? ", residual blocks begin as their shortcuts" : "");
    }

    private void requireDepths() {
        try {
            for (int depth : depths) {
                ResNet.cifar(depth, Shortcut.Option.A, width);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--depths: " + e.getMessage(), e);
        }
    }
}
