package io.github.lanewise.examples;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.onnx.ExportOptions;
import io.github.lanewise.layers.onnx.Onnx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise export}: one of our networks as an ONNX model. */
@Command(
        name = "export",
        header = "Save a network as an ONNX model.",
        description = "Writes a network with standard operators, an open batch N and PyTorch's names of parameters, so"
                + " that every ONNX runtime gives the same answers. Above 2 GB the weights stand in a second file,"
                + " OUTPUT.data. The last line of output is a JSON object with parameters and the bytes of OUTPUT.",
        footer = {
            "  lanewise export --network resnet20 --model resnet20.safetensors \\",
            "      --output resnet20.onnx",
            "  lanewise export --network resnet50 --seed 1 --output random.onnx",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class Export implements Callable<Integer> {
    @Option(
            names = "--network",
            required = true,
            paramLabel = "NAME",
            converter = NetworkName.class,
            description = "The network: resnet20, resnet50, plain20 and so on.")
    private Network network;

    @ArgGroup(multiplicity = "1")
    private Weights weights;

    @Mixin
    private OutputFile output;

    @Option(names = "--external-data", description = "Write the weights to a second file whatever their size.")
    private boolean external;

    @Option(names = "--fold", description = "Fold batch norm into the convolutions.")
    private boolean fold;

    @Spec
    private CommandSpec spec;

    /** Where the weights come from. */
    static final class Weights {
        @Option(names = "--model", paramLabel = "FILE", description = "Weights in a safetensors file.")
        private @Nullable Path file;

        @Option(
                names = "--seed",
                paramLabel = "N",
                converter = PositiveInteger.class,
                description = "Random weights instead, the same ones for the same number.")
        private @Nullable Integer seed;
    }

    @Override
    public Integer call() throws Exception {
        Path target = output.besides(weights.file);
        if (weights.file != null) {
            WeightsFile.load(weights.file, network);
        } else if (weights.seed != null) {
            network.initialise(weights.seed);
        }
        ExportOptions options = ExportOptions.standard().withName(network.name());
        OnnxModel model = Onnx.export(Graph.of(network), fold ? options.withFoldedBatchNorm() : options);
        if (external) {
            model.save(target, 0);
        } else {
            model.save(target);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s: %s%n{\"parameters\":%d,\"bytes\":%d}%n",
                        target,
                        network.name(),
                        network.parameterCount(),
                        Files.size(target));
        return ExitCode.OK;
    }
}
