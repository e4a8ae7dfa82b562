package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.RgbImage;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;
import io.github.lanewise.layers.onnx.Onnx;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options {@code --model}, {@code --network}, {@code --preprocess}, {@code --external-data} and {@code --threads}: a
 * classifier of images.
 */
@SuppressWarnings("NullAway.Init") // set by picocli
final class PretrainedNetwork {
    private static final int CIFAR_SIZE = 32;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "An ONNX model, or weights in a safetensors file, with PyTorch's parameter names. Default: the"
                            + " ResNet-20 for CIFAR-10 in a build that carries it.")
    private @Nullable Path file;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            converter = NetworkName.class,
            description = "What weights belong to: resnet20, 32, 44, 56, 110 or any other depth 6n + 2 for CIFAR-10"
                    + " (resnet20-b with projection shortcuts); resnet18, 34, 50, 101, 152 for ImageNet; plain20 and"
                    + " so on without shortcuts. An ONNX model needs none.")
    private @Nullable Network network;

    @Option(
            names = "--preprocess",
            paramLabel = "HOW",
            converter = Preparation.Name.class,
            description = "How pictures are prepared for an ONNX model: imagenet, cifar10, tensorflow (-1 to 1) or none"
                    + " (0 to 1). Default: cifar10 for 32 x 32 pixels, else imagenet.")
    private @Nullable Preparation preparation;

    @Mixin
    private ExternalDataOption external;

    @Mixin
    private ThreadsOption threads;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Workers workers() {
        return threads.workers();
    }

    /** The file of the model; null if it is the one that comes along. */
    @Nullable
    Path file() {
        return file;
    }

    /** The shape of one image {@code [H, W, C]} if it is known before the model is read. */
    @Nullable
    Shape inputShape() {
        return isOnnx() ? null : network().inputShape();
    }

    /** The name of the network, or of the file of an ONNX model. */
    String name() {
        return isOnnx()
                ? String.valueOf(Objects.requireNonNull(file).getFileName())
                : network().name();
    }

    private boolean isOnnx() {
        return file != null && file.toString().endsWith(".onnx");
    }

    private Network network() {
        if (file == null) {
            return bundled();
        }
        if (network == null) {
            throw new ParameterException(
                    command.commandLine(), "--network is missing: what do the weights in " + file + " belong to?");
        }
        return network;
    }

    private Network bundled() {
        if (network != null) {
            throw new ParameterException(
                    command.commandLine(), "--model is missing: where are the weights of " + network.name() + "?");
        }
        return Networks.named(BundledModel.NETWORK);
    }

    /** The model, ready to run. */
    Classifier load(Workers workers) throws IOException, JobException {
        ModelOptions options = ModelOptions.standard().withWorkers(workers);
        if (file != null && isOnnx()) {
            return onnx(file, options);
        }
        if (preparation != null) {
            throw new ParameterException(
                    command.commandLine(), "--preprocess is for ONNX models; " + name() + " has its own");
        }
        if (external.isAllowed()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--external-data is for ONNX models; the weights of " + name() + " are one file");
        }
        Network weighted = network();
        if (file == null) {
            BundledModel.load(weighted);
        } else {
            WeightsFile.load(file, weighted);
        }
        Model model = Model.compile(weighted, options);
        return new Classifier(
                weighted.name(), model, weighted.inputShape(), weighted.preprocessing(), weighted.classes(), false);
    }

    private Classifier onnx(Path onnxFile, ModelOptions options) throws IOException, JobException {
        if (network != null) {
            throw new ParameterException(
                    command.commandLine(),
                    "--network is for weights in safetensors files; " + onnxFile + " is an ONNX model");
        }
        Model model = Onnx.load(onnxFile, external.options(options));
        try {
            Shape input = model.inputShape();
            Shape output = model.outputShape();
            if (input.rank() != 3
                    || input.dimension(0) != input.dimension(1)
                    || input.dimension(2) != RgbImage.CHANNELS
                    || output.rank() != 1) {
                throw noClassifier(model);
            }
            int size = input.dimension(0);
            Preparation standard = size == CIFAR_SIZE ? Preparation.CIFAR10 : Preparation.IMAGENET;
            Preparation chosen = preparation == null ? standard : preparation;
            boolean probabilities = endsInSoftmax(model.graph());
            return new Classifier(name(), model, input, chosen.of(size), output.dimension(0), probabilities);
        } catch (IllegalStateException | ShapeException e) {
            model.close();
            throw noClassifier(model);
        } catch (JobException e) {
            model.close();
            throw e;
        }
    }

    private static boolean endsInSoftmax(Graph graph) {
        Node node = graph.outputNode();
        while (node.operator() instanceof Operator.Reshape || node.operator() instanceof Operator.Flatten) {
            node = graph.nodes().get(node.operands().getFirst());
        }
        return node.operator() instanceof Operator.Softmax softmax && !softmax.logarithm();
    }

    private JobException noClassifier(Model model) {
        return new JobException(file + ": is no classifier of square RGB images of one size: it maps " + model.inputs()
                + " to " + model.outputs());
    }
}
