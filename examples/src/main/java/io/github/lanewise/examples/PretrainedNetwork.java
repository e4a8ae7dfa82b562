package io.github.lanewise.examples;

import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.EngineDescription;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.StateMismatchException;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options {@code --model}, {@code --network} and {@code --threads}: a network, its weights, and who computes. */
@SuppressWarnings("NullAway.Init") // set by picocli
final class PretrainedNetwork {
    private static final int NAMES_SHOWN = 5;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description = "Weights in a safetensors file, with PyTorch's parameter names.")
    private Path file;

    @Option(
            names = "--network",
            required = true,
            paramLabel = "NAME",
            converter = NetworkName.class,
            description = "What the weights belong to: resnet20, 32, 44, 56, 110 or any other depth 6n + 2 for CIFAR-10"
                    + " (resnet20-b with projection shortcuts); resnet18, 34, 50, 101, 152 for ImageNet; plain20 and"
                    + " so on without shortcuts.")
    private Network network;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Threads that compute; the result is the same for any number. Default: one per processor"
                    + " (${DEFAULT-VALUE}).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Names a network on the command line. */
    static final class NetworkName implements ITypeConverter<Network> {
        @Override
        public Network convert(String name) {
            try {
                return Networks.named(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    Network network() {
        return network;
    }

    Workers workers() {
        return Workers.of(threads);
    }

    /** The network with its weights, ready to run. Says so on the error stream if that will be slow. */
    Model load(Workers workers) throws IOException, JobException {
        try {
            new StateDict(Safetensors.read(file).tensors()).loadInto(network.layer());
        } catch (StateMismatchException e) {
            throw new JobException(file + ": does not fit " + network.name() + ": " + summary(e), e);
        }
        EngineDescription engine = Engine.describe();
        if (!engine.tier().equals("SIMD")) {
            command.commandLine().getErr().println("note: slow scalar tier, because " + engine.reason());
        }
        return Model.compile(network, ModelOptions.standard().withWorkers(workers));
    }

    private static String summary(StateMismatchException e) {
        List<String> parts = new ArrayList<>();
        addPart(parts, "missing", e.missing());
        addPart(parts, "not expected", e.extra());
        addPart(parts, "of another shape", e.misshapen());
        return String.join("; ", parts);
    }

    private static void addPart(List<String> parts, String what, List<String> names) {
        if (!names.isEmpty()) {
            int more = names.size() - NAMES_SHOWN;
            String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
            parts.add(names.size() + " " + what + " (" + shown + (more > 0 ? " and " + more + " more)" : ")"));
        }
    }
}
