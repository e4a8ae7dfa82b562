package io.github.lanewise.layers.train;

import static io.github.lanewise.layers.Sequential.child;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.TrainingAlgorithms;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.GlobalAveragePool;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.residual.PlainBlock;
import io.github.lanewise.layers.residual.ResidualBlock;
import io.github.lanewise.layers.residual.Shortcut;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients, ten steps and the trained network against what PyTorch computes; make.py beside the files wrote them. */
class GoldenTrainingTest {
    private static final int BATCH = 8;

    /** A network and how make.py trains it. */
    record Case(
            String name,
            Layer layer,
            Loss loss,
            Optimiser optimiser,
            Schedule schedule,
            GradientClipping clipping,
            Shape shape) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        GradientClipping none = new GradientClipping.None();
        Shape images = Shape.of(8, 8, 3);
        Loss loss = new SoftmaxCrossEntropy();
        Sgd nesterov = Sgd.of(0.9, 1e-3).withNesterov();
        Schedule cosine = new Schedule.Cosine(0.05, 10, 0.001);
        Sgd dampened = new Sgd(0.8, 0.3, false, 0, Optimiser.Decayed.ALL);
        Schedule milestones = new Schedule.MultiStep(0.05, List.of(3L, 6L), 0.3);
        Schedule constant = Schedule.constant(0.05);
        return Stream.of(
                new Case("basic-a", basic(Shortcut.Option.A), loss, Sgd.of(0.9, 1e-2), constant, none, images),
                new Case(
                        "basic-b",
                        basic(Shortcut.Option.B),
                        new SoftmaxCrossEntropy(0.1),
                        nesterov,
                        cosine,
                        none,
                        images),
                new Case(
                        "plain",
                        plain(),
                        loss,
                        AdamW.of(0.05),
                        Schedule.constant(0.003),
                        new GradientClipping.ByNorm(0.5),
                        images),
                new Case("bottleneck", bottleneck(), loss, dampened, milestones, none, images),
                new Case(
                        "dense",
                        dense(),
                        new MeanSquaredError(),
                        Sgd.of(0, 0),
                        new Schedule.OneCycle(0.4, 10),
                        none,
                        Shape.of(192)),
                new Case("wide", wide(), loss, Sgd.of(0.9, 1e-4), constant, none, images));
    }

    private static Layer wide() {
        return images(16, 16, ResidualBlock.basic(16, 16, 1, Shortcut.Option.A));
    }

    private static Layer basic(Shortcut.Option option) {
        return images(
                12,
                ResidualBlock.basic(4, 4, 1, option),
                ResidualBlock.basic(4, 8, 2, option),
                ResidualBlock.basic(8, 12, 2, option));
    }

    private static Layer plain() {
        return images(12, PlainBlock.basic(4, 4, 1), PlainBlock.basic(4, 8, 2), PlainBlock.basic(8, 12, 2));
    }

    private static Layer bottleneck() {
        return images(
                12,
                ResidualBlock.bottleneck(4, 2, 1, Shortcut.Option.B),
                ResidualBlock.bottleneck(8, 3, 2, Shortcut.Option.B));
    }

    private static Layer images(int channels, Layer... blocks) {
        return images(4, channels, blocks);
    }

    private static Layer images(int stem, int channels, Layer... blocks) {
        List<Sequential.Child> children = new ArrayList<>(List.of(
                child("conv1", Conv2d.of(ConvGeometry.of(3, stem, 3).withPadding(1))),
                child("bn1", BatchNorm2d.of(stem)),
                child("relu", Relu.of())));
        for (Layer block : blocks) {
            children.add(child("block" + (children.size() - 2), block));
        }
        children.add(child("avgpool", new GlobalAveragePool()));
        children.add(child("flatten", new Flatten()));
        children.add(child("fc", Linear.of(channels, 5)));
        return new Sequential(children);
    }

    private static Layer dense() {
        return Sequential.of(
                child("block1", ResidualBlock.dense(Shortcut.Option.B, 192, 12, 8)),
                child("block2", ResidualBlock.dense(Shortcut.Option.B, 8, 6, 8)),
                child("fc", Linear.of(8, 5)));
    }

    /** Without it nothing here would compute gradients by Winograd's algorithm. */
    @Test
    void theWideNetworkIsWideEnoughForWinograd() {
        ConvGeometry inner = ConvGeometry.of(16, 16, 3).withPadding(1);
        TrainingAlgorithms algorithms = TrainingAlgorithms.fastest(inner, 8, 8);
        assertThat(algorithms)
                .isEqualTo(new TrainingAlgorithms(
                        ConvAlgorithm.WINOGRAD_4X4, ConvAlgorithm.WINOGRAD_4X4, ConvAlgorithm.WINOGRAD_4X4));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tenStepsAgreeWithTorch(Case golden) throws IOException, URISyntaxException {
        Safetensors file = Safetensors.read(Path.of(
                Objects.requireNonNull(GoldenTrainingTest.class.getResource("golden/" + golden.name() + ".safetensors"))
                        .toURI()));
        new StateDict(below(file, "state.")).loadInto(golden.layer());
        float[] images = file.tensor("images").toArray();
        float[] labels = file.tensor("labels").toArray();
        float[] losses = file.tensor("losses").toArray();
        try (TrainingNetwork network =
                TrainingNetwork.of(golden.layer(), golden.shape(), BATCH, TrainingNetworkOptions.standard())) {
            Gradients gradients = new Gradients(network.gradients());
            Descent descent = golden.optimiser().begin(network.parameters(), network.gradients());
            for (int step = 0; step < losses.length; step++) {
                int[] classes = labels(labels, step % 2);
                Tensor output = network.forward(batch(images, step % 2));
                double loss = golden.loss().evaluate(output, classes, network.outputGradient());
                assertThat(loss)
                        .as("loss of step %d", step)
                        .isCloseTo(losses[step], Offset.offset(1e-4 * losses[step]));
                network.backward();
                if (step == 0) {
                    network.gradients().forEach((name, gradient) -> assertGradient(file, name, gradient));
                }
                gradients.clip(golden.clipping(), gradients.norm(Workers.single()), Workers.single());
                descent.step(golden.schedule().rate(step), Workers.single());
            }
        }
        try (Model model = Model.compile(golden.layer(), golden.shape(), ModelOptions.standard())) {
            assertClose(
                    model.run(batch(images, 0), BATCH), file.tensor("logits").toArray(), 1e-3, "logits");
        }
    }

    private static void assertGradient(Safetensors file, String name, Tensor gradient) {
        Tensor expected = Objects.requireNonNull(file.tensors().get("gradient." + name), name);
        assertClose(gradient.toArray(), expected.toArray(), 1e-4, name);
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance, String what) {
        double[] doubles = new double[expected.length];
        Arrays.setAll(doubles, i -> expected[i]);
        try {
            Problems.assertClose(actual, doubles, tolerance);
        } catch (AssertionError e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }

    private static SequencedMap<String, Tensor> below(Safetensors file, String prefix) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), tensor);
            }
        });
        return tensors;
    }

    private static float[] batch(float[] images, int index) {
        int floats = images.length / 2;
        return Arrays.copyOfRange(images, index * floats, (index + 1) * floats);
    }

    private static int[] labels(float[] labels, int index) {
        int[] classes = new int[BATCH];
        Arrays.setAll(classes, i -> (int) labels[index * BATCH + i]);
        return classes;
    }
}
