package io.github.lanewise.layers.train;

import static io.github.lanewise.layers.Sequential.child;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.AveragePool2d;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.GlobalAveragePool;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.MaxPool2d;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.residual.PlainBlock;
import io.github.lanewise.layers.residual.ResidualBlock;
import io.github.lanewise.layers.residual.Shortcut;
import io.github.lanewise.layers.testkit.Doubles;
import io.github.lanewise.layers.testkit.Problems;
import io.github.lanewise.layers.testkit.SmallNetworks.Problem;
import io.github.lanewise.layers.testkit.TrainingTwin;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of every layer, block and of small networks against central differences in float64. */
class CentralDifferencesTest {
    private static final int BATCH = 4;
    private static final float STEP = 0x1p-20f;
    private static final int ELEMENTS = 6;

    static Stream<Problem> networks() {
        return Stream.of(
                problem("resnet8-a", resnet8(Shortcut.Option.A), 8, 8, 3),
                problem("resnet8-b", resnet8(Shortcut.Option.B), 8, 8, 3),
                problem("plain8", plain8(), 8, 8, 3),
                problem("bottleneck", bottleneck(), 6, 5, 3),
                problem("skip 1", skip(1), 6, 6, 2),
                problem("skip 2", skip(2), 6, 6, 2),
                problem("skip 3", skip(3), 6, 6, 2),
                problem("dense, identity", ResidualBlock.dense(Shortcut.Option.A, 7, 5, 7), 7),
                problem("dense, zero-padded", ResidualBlock.dense(Shortcut.Option.A, 5, 6, 9), 5),
                problem("dense, projection", ResidualBlock.dense(Shortcut.Option.B, 5, 6, 4, 3), 5),
                problem("dense, plain", PlainBlock.dense(5, 6, 4), 5),
                problem("pools", pools(), 9, 7, 3),
                problem("no batch norm", withoutBatchNorm(), 7, 6, 3),
                problem("norm first", normFirst(), 5, 6, 3),
                problem("odd convolutions", oddConvolutions(), 9, 8, 4),
                problem("winograd", winograd(), 12, 11, 3));
    }

    private static Problem problem(String name, Layer layer, int... inputShape) {
        return new Problem(name, Problems.randomised(layer, name.hashCode()), Shape.of(inputShape));
    }

    private static Layer resnet8(Shortcut.Option option) {
        return ended(
                12,
                ResidualBlock.basic(4, 4, 1, option),
                ResidualBlock.basic(4, 8, 2, option),
                ResidualBlock.basic(8, 12, 2, option));
    }

    private static Layer plain8() {
        return ended(12, PlainBlock.basic(4, 4, 1), PlainBlock.basic(4, 8, 2), PlainBlock.basic(8, 12, 2));
    }

    private static Layer bottleneck() {
        return ended(
                8,
                ResidualBlock.bottleneck(4, 2, 1, Shortcut.Option.B),
                ResidualBlock.bottleneck(8, 2, 2, Shortcut.Option.A));
    }

    private static Layer skip(int layers) {
        return Sequential.of(
                ResidualBlock.convolutions(layers, 2, 4, 2, Shortcut.Option.A),
                ResidualBlock.convolutions(layers, 4, 4, 1, Shortcut.Option.B),
                ResidualBlock.convolutions(layers, 4, 6, 1, Shortcut.Option.B),
                new Flatten(),
                Linear.of(6 * 9, 4));
    }

    private static Layer ended(int channels, Layer... blocks) {
        return Sequential.of(
                child("conv1", Conv2d.of(ConvGeometry.of(3, 4, 3).withPadding(1))),
                child("bn1", BatchNorm2d.of(4)),
                child("relu", Relu.of()),
                child("blocks", Sequential.of(blocks)),
                child("avgpool", new GlobalAveragePool()),
                child("flatten", new Flatten()),
                child("fc", Linear.of(channels, 5)));
    }

    private static Layer pools() {
        return Sequential.of(
                Conv2d.of(ConvGeometry.of(3, 5, 3).withPadding(1)).withBias(),
                new MaxPool2d(PoolGeometry.of(3, 2).withPadding(1)),
                Conv2d.of(ConvGeometry.of(5, 4, 1)).withBias(),
                new AveragePool2d(PoolGeometry.of(3, 1).withPadding(1), true),
                new AveragePool2d(PoolGeometry.of(2, 1).withPadding(1), false),
                new Flatten(),
                Linear.of(4 * 6 * 5, 3));
    }

    private static Layer withoutBatchNorm() {
        Layer branch = Sequential.of(
                Conv2d.of(ConvGeometry.of(4, 4, 3).withPadding(1)).withBias(),
                Relu.of(),
                Conv2d.of(ConvGeometry.of(4, 4, 3).withPadding(1)).withBias());
        return Sequential.of(
                Conv2d.of(ConvGeometry.of(3, 4, 3).withPadding(1)).withBias(),
                Relu.of(),
                new ResidualBlock(
                        Sequential.of(branch), Shortcut.identity(), Relu.of().activation()),
                Relu.of(),
                new GlobalAveragePool(),
                new Flatten(),
                Linear.of(4, 3).withoutBias());
    }

    /** Pre-activation: the shortcut adds the very values that batch norm reads; ReLU6 clamps. */
    private static Layer normFirst() {
        return Sequential.of(
                BatchNorm2d.of(3),
                new ResidualBlock(
                        Sequential.of(BatchNorm2d.of(3)),
                        Shortcut.identity(),
                        Relu.clipped(1).activation()),
                new Flatten(),
                Linear.of(3 * 5 * 6, 4));
    }

    /** Wide enough for Winograd algorithms, forward and backward. */
    private static Layer winograd() {
        return Sequential.of(
                Conv2d.of(ConvGeometry.of(3, 16, 3).withPadding(1)),
                BatchNorm2d.of(16),
                Relu.of(),
                ResidualBlock.basic(16, 16, 1, Shortcut.Option.A),
                Conv2d.of(ConvGeometry.of(16, 32, 3).withPadding(1)).withBias(),
                Relu.of(),
                new GlobalAveragePool(),
                new Flatten(),
                Linear.of(32, 5));
    }

    private static Layer oddConvolutions() {
        return Sequential.of(
                Conv2d.of(ConvGeometry.of(4, 8, 3).withGroups(2).withDilation(2).withSamePadding())
                        .withBias(),
                Relu.of(),
                Conv2d.of(ConvGeometry.of(8, 8, 5).withGroups(8).withPadding(2).withStride(2, 1)),
                Conv2d.of(ConvGeometry.of(8, 3, 1)).withBias(),
                new Flatten(),
                Linear.of(3 * 5 * 8, 4));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsAgree(Problem problem) {
        Layer layer = problem.layer();
        int floats = BATCH * Math.toIntExact(problem.inputShape().elements());
        float[] images = Problems.floats(floats, 3);
        int[] labels = {0, 2, 1, 2};
        Loss loss = new SoftmaxCrossEntropy(0.1);
        try (TrainingNetwork network =
                TrainingNetwork.of(layer, problem.inputShape(), BATCH, TrainingNetworkOptions.standard())) {
            Tensor output = network.forward(images);
            Doubles expected = TrainingTwin.forward(layer, batch(images, problem.inputShape()));
            Problems.assertClose(output.toArray(), expected.values(), 1e-5);
            loss.evaluate(output, labels, network.outputGradient());
            network.backward();
            network.gradients().forEach((name, gradient) -> {
                Parameter parameter = layer.parameter(name);
                checkGradient(problem, name, parameter, gradient.toArray(), images, labels);
            });
        }
    }

    private static void checkGradient(
            Problem problem, String name, Parameter parameter, float[] gradient, float[] images, int[] labels) {
        double largest = 0;
        for (float element : gradient) {
            largest = Math.max(largest, Math.abs(element));
        }
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int i = 0; i < ELEMENTS; i++) {
            int element = random.nextInt(gradient.length);
            double expected = difference(problem, parameter, element, images, labels);
            assertThat((double) gradient[element])
                    .as("%s, element %d, largest gradient %s", name, element, largest)
                    .isCloseTo(expected, Offset.offset(1e-4 * largest));
        }
    }

    private static double difference(Problem problem, Parameter parameter, int element, float[] images, int[] labels) {
        float[] values = parameter.values().toArray();
        float value = values[element];
        Doubles batch = batch(images, problem.inputShape());
        values[element] = value + STEP;
        double width = values[element];
        parameter.values().copyFrom(values);
        double above = loss(TrainingTwin.forward(problem.layer(), batch), labels);
        values[element] = value - STEP;
        width -= values[element];
        parameter.values().copyFrom(values);
        double below = loss(TrainingTwin.forward(problem.layer(), batch), labels);
        values[element] = value;
        parameter.values().copyFrom(values);
        return (above - below) / width;
    }

    /** Cross-entropy with a label smoothing of 0.1. */
    private static double loss(Doubles output, int[] labels) {
        int classes = output.dimension(1);
        double loss = 0;
        for (int n = 0; n < BATCH; n++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(output.get(n, c));
            }
            for (int c = 0; c < classes; c++) {
                double target = 0.1 / classes + (c == labels[n] ? 0.9 : 0);
                loss -= target * (output.get(n, c) - Math.log(sum)) / BATCH;
            }
        }
        return loss;
    }

    private static Doubles batch(float[] images, Shape shape) {
        if (shape.rank() == 1) {
            return Doubles.of(Tensor.of(images, BATCH, shape.dimension(0)));
        }
        int height = shape.dimension(0);
        int width = shape.dimension(1);
        int channels = shape.dimension(2);
        Doubles batch = Doubles.zeros(BATCH, height, width, channels);
        for (int i = 0; i < images.length; i++) {
            int pixel = i % (height * width);
            int channel = i / (height * width) % channels;
            batch.set(images[i], i / (height * width * channels), pixel / width, pixel % width, channel);
        }
        return batch;
    }
}
