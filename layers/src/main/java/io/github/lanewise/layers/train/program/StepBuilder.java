package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.TrainableConvolution;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.TrainingAlgorithms;
import io.github.lanewise.layers.BatchNorm2d;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the steps of a network from its nodes. */
final class StepBuilder {
    private final ParameterTable parameters;
    private final ProgramOptions options;
    private final Arena arena;
    private final Map<Integer, Value> values = new HashMap<>();

    StepBuilder(ParameterTable parameters, ProgramOptions options, Arena arena) {
        this.parameters = parameters;
        this.options = options;
        this.arena = arena;
    }

    /** The steps in an order in which they can be computed. */
    List<Step> build(List<Operation.Node> nodes, int output) {
        Operation.Node input = nodes.getFirst();
        values.put(input.id(), new Value("input", input.shape(), false));
        List<Step> steps = new ArrayList<>();
        for (Fusion.Group group : Fusion.groups(nodes, output)) {
            steps.add(step(group));
        }
        shareGradients(steps);
        return steps;
    }

    /** The value of a node that ends a step, or is the input. */
    Value value(int node) {
        return Objects.requireNonNull(values.get(node));
    }

    /** Whether a node ends a step, or is the input. */
    boolean isValue(int node) {
        return values.containsKey(node);
    }

    private Step step(Fusion.Group group) {
        Operation.Node node = group.main();
        return switch (node.operation()) {
            case Operation.Input _ -> throw new IllegalStateException("a second input: " + node.name());
            case Operation.Convolution convolution -> convolution(group, convolution);
            case Operation.Linear linear -> {
                Learned weights = parameters.learned(node.name(), linear.weights());
                Learned bias = bias(node, linear.bias());
                yield new LinearStep(weights, bias, operand(node, 0), result(group, weights, bias));
            }
            case Operation.BatchNorm norm -> batchNorm(group, norm.layer());
            case Operation.Add _ -> {
                requireRelu(node, group.activation());
                yield new AddStep(group.activation(), operand(node, 0), operand(node, 1), result(group));
            }
            case Operation.Activate activate -> {
                requireRelu(node, activate.activation());
                yield new ActivationStep(operand(node, 0), result(group));
            }
            case Operation.MaxPool pool -> new MaxPoolStep(pool.geometry(), operand(node, 0), result(group));
            case Operation.AveragePool pool ->
                new AveragePoolStep(pool.geometry(), pool.countPadding(), operand(node, 0), result(group));
            case Operation.GlobalAverage _ -> new GlobalAverageStep(operand(node, 0), result(group));
            case Operation.SubsamplePad pad ->
                new SubsamplePadStep(pad.stride(), pad.channelsBefore(), operand(node, 0), result(group));
            case Operation.Flatten _ -> new FlattenStep(operand(node, 0), result(group));
        };
    }

    private Step convolution(Fusion.Group group, Operation.Convolution convolution) {
        Operation.Node node = group.main();
        Learned weights = parameters.learned(node.name(), convolution.weights());
        Learned bias = bias(node, convolution.bias());
        Operand x = Operand.added(value(node.operands().getFirst()));
        Shape image = x.value().shape();
        TrainingAlgorithms algorithms = options.winograd()
                ? TrainingAlgorithms.fastest(convolution.geometry(), image.dimension(1), image.dimension(2))
                : TrainingAlgorithms.DIRECT;
        return new ConvolutionStep(
                TrainableConvolution.of(convolution.geometry(), algorithms),
                weights,
                bias,
                x,
                result(group, weights, bias));
    }

    private Step batchNorm(Fusion.Group group, BatchNorm2d layer) {
        Operation.Node node = group.main();
        Shape shape = node.shape();
        long count = shape.elements() / layer.channels();
        if (count < 2) {
            throw new IllegalArgumentException(
                    node.name() + ": batch norm needs more than one pixel per channel to train" + " on, got " + shape
                            + "; use a larger batch or image");
        }
        Learned weight = parameters.trained(node.name(), layer.weight());
        Learned bias = parameters.trained(node.name(), layer.bias());
        Statistics statistics = Statistics.of(arena, layer.channels(), count, options.batchNormMomentum());
        Operand x = operand(node, 0);
        x.value().requireGradient();
        Operand residual = group.residual() == null ? null : new Operand(value(group.residual()));
        return new BatchNormStep(
                layer, statistics, weight, bias, group.activation(), x, residual, result(group, weight));
    }

    private Operand operand(Operation.Node node, int index) {
        return new Operand(value(node.operands().get(index)));
    }

    private @Nullable Learned bias(Operation.Node node, @Nullable Tensor bias) {
        return bias == null ? null : parameters.learned(node.name() + ".bias", bias);
    }

    private Value result(Fusion.Group group, @Nullable Learned... learned) {
        Operation.Node node = group.main();
        boolean needsGradient = Stream.of(learned).anyMatch(one -> one != null && one.gradient() != null)
                || node.operands().stream().anyMatch(operand -> value(operand).needsGradient())
                || (group.residual() != null && value(group.residual()).needsGradient());
        Value result = new Value(node.name(), node.shape(), needsGradient);
        values.put(group.result(), result);
        return result;
    }

    /** The first contribution of the backward pass takes the place of the gradient, all others are added. */
    private static void shareGradients(List<Step> steps) {
        Set<Value> begun = new HashSet<>();
        for (Step step : steps.reversed()) {
            for (Operand operand : step.operands()) {
                if (!begun.add(operand.value())) {
                    operand.addsToOthers();
                }
            }
        }
    }

    private static void requireRelu(Operation.Node node, Activation activation) {
        if (!activation.equals(Activation.RELU) && !activation.equals(Activation.IDENTITY)) {
            throw new IllegalArgumentException(node.name() + ": " + activation
                    + " has a gradient here right behind batch norm only, ReLU has one everywhere; use Relu.of()");
        }
    }
}
