package io.github.lanewise.layers.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.Tape;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.residual.Shortcut.Option;
import io.github.lanewise.layers.testkit.Float64Twin;
import io.github.lanewise.layers.testkit.Problems;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResidualBlockTest {
    private static Stream<ResidualBlock> convolutionalBlocks() {
        return Stream.of(
                ResidualBlock.convolutions(1, 4, 4, 1, Option.A),
                ResidualBlock.convolutions(1, 4, 8, 2, Option.A),
                ResidualBlock.convolutions(1, 4, 6, 2, Option.B),
                ResidualBlock.basic(4, 4, 1, Option.B),
                ResidualBlock.basic(4, 8, 2, Option.A),
                ResidualBlock.basic(4, 8, 2, Option.B),
                ResidualBlock.basic(4, 7, 1, Option.A),
                ResidualBlock.convolutions(3, 4, 5, 2, Option.B),
                ResidualBlock.bottleneck(4, 3, 2, Option.B),
                ResidualBlock.bottleneck(4, 1, 1, Option.A));
    }

    private static Stream<ResidualBlock> denseBlocks() {
        return Stream.of(
                ResidualBlock.dense(Option.A, 6, 6),
                ResidualBlock.dense(Option.A, 6, 9),
                ResidualBlock.dense(Option.B, 6, 10, 4),
                ResidualBlock.dense(Option.A, 6, 10, 6),
                ResidualBlock.dense(Option.B, 6, 10, 11, 5));
    }

    @ParameterizedTest
    @MethodSource("convolutionalBlocks")
    void convolutionalBlockIsItsFormula(ResidualBlock block) {
        assertFormula(Problems.randomised(block, 7), Problems.tensor(8, 2, 5, 6, 4));
    }

    @ParameterizedTest
    @MethodSource("convolutionalBlocks")
    void plainConvolutionalBlockIsItsFormula(ResidualBlock block) {
        assertFormula(Problems.randomised(block, 7).plain(), Problems.tensor(8, 2, 5, 6, 4));
    }

    @ParameterizedTest
    @MethodSource("denseBlocks")
    void denseBlockIsItsFormula(ResidualBlock block) {
        assertFormula(Problems.randomised(block, 9), Problems.tensor(10, 3, 6));
        assertFormula(Problems.randomised(block, 9).plain(), Problems.tensor(10, 3, 6));
    }

    private static void assertFormula(Layer layer, Tensor a) {
        Problems.assertClose(forward(layer, a), Float64Twin.forward(layer, a).values(), 1e-5);
    }

    @Test
    void denseBlockOfTwoLayersAddsTheShortcutBeforeTheActivation() {
        ResidualBlock block = ResidualBlock.dense(Option.A, 1, 1, 1);
        set(block, "fc1.weight", 2);
        set(block, "fc1.bias", -1);
        set(block, "fc2.weight", -3);
        set(block, "fc2.bias", 0.5f);

        float[] y = forward(block, Tensor.of(new float[] {1, 0.25f, -2, 8}, 4, 1));

        assertThat(y).containsExactly(0, 0.75f, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void denseBlockOfZerosReturnsItsInputBitForBit(Option option) {
        assertZeroBlockIsIdentity(ResidualBlock.dense(option, 33, 17, 33), 5, 33);
    }

    @ParameterizedTest
    @EnumSource
    void convolutionalBlockOfZerosReturnsItsInputBitForBit(Option option) {
        assertZeroBlockIsIdentity(ResidualBlock.basic(7, 7, 1, option), 2, 5, 6, 7);
        assertZeroBlockIsIdentity(ResidualBlock.bottleneck(8, 2, 1, option), 2, 5, 6, 8);
    }

    private static void assertZeroBlockIsIdentity(ResidualBlock block, int... shape) {
        float[] a = Problems.floats(Math.toIntExact(Shape.of(shape).elements()), 11);
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.abs(a[i]);
        }
        a[0] = 0;
        a[1] = Float.MIN_VALUE;
        a[2] = Float.MAX_VALUE;
        a[3] = Float.MIN_NORMAL / 3;
        Tensor input = Tensor.of(a, shape);
        int[] one = Arrays.copyOfRange(shape, 1, shape.length);

        Problems.assertSameBits(forward(block, input), a);
        try (Model model = Model.compile(block, Shape.of(one), ModelOptions.standard())) {
            Problems.assertSameBits(model.run(input).toArray(), a);
        }
    }

    @Test
    void projectionChangesDimensions() {
        assertThat(ResidualBlock.dense(Option.B, 5, 8, 3).outputShape(Shape.of(4, 5)))
                .isEqualTo(Shape.of(4, 3));
        assertThat(ResidualBlock.basic(4, 6, 2, Option.B).outputShape(Shape.of(4, 7, 8, 4)))
                .isEqualTo(Shape.of(4, 4, 4, 6));
    }

    @Test
    void projectionOfDenseBlockMultipliesByItsMatrix() {
        ResidualBlock block = ResidualBlock.dense(Option.B, 2, 2, 3);
        block.parameter("shortcut.weight").values().copyFrom(new float[] {1, 2, 3, 4, 5, 6});

        assertThat(forward(block, Tensor.of(new float[] {1, 10}, 1, 2))).containsExactly(21, 43, 65);
    }

    @Test
    void zeroPaddedShortcutTakesEverySecondPixelAndPadsOnBothSides() {
        Shortcut shortcut = Shortcut.zeroPadded(2, 4, 2);

        float[] y = forward(shortcut, Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 1, 2, 3, 2));

        assertThat(y).containsExactly(0, 1, 2, 0, 0, 5, 6, 0);
    }

    @Test
    void plainTwinAndResidualBlockShareTheirParameters() {
        ResidualBlock block = ResidualBlock.basic(4, 8, 2, Option.B);
        PlainBlock plain = block.plain();

        assertThat(plain.parameters().sequencedKeySet())
                .containsExactlyElementsOf(block.branch().parameters().sequencedKeySet());
        assertThat(plain.parameter("conv1.weight")).isSameAs(block.parameter("conv1.weight"));
        assertThat(plain.withShortcut(block.shortcut())).isEqualTo(block);
    }

    @Test
    void shortcutThatDoesNotFitIsNamed() {
        ResidualBlock block = PlainBlock.basic(4, 8, 2).withShortcut(Shortcut.identity());
        Sequential network = Sequential.of(Sequential.child("layer1", Sequential.of(block)));

        assertThatThrownBy(() -> network.outputShape(Shape.of(1, 6, 6, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("layer1.0.add: cannot add [1, 3, 3, 8] and [1, 6, 6, 4]");
    }

    @Test
    void blocksThatCannotBeAreRefused() {
        assertThatThrownBy(() -> PlainBlock.convolutions(0, 4, 4, 1)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> PlainBlock.dense(4)).hasMessageContaining("got 1");
        assertThatThrownBy(() -> ResidualBlock.basic(8, 4, 1, Option.A)).hasMessageContaining("from 8 to 4 channels");
    }

    @Test
    void activationOfTheBlockIsFree() {
        Sequential branch = Sequential.of(Conv2d.of(ConvGeometry.of(1, 1, 1)));
        ResidualBlock block = new ResidualBlock(branch, Shortcut.identity(), Activation.IDENTITY);

        assertThat(forward(block, Tensor.of(new float[] {-2, 3}, 1, 1, 2, 1))).containsExactly(-2, 3);
    }

    private static void set(Layer layer, String name, float value) {
        layer.parameter(name).values().fill(value);
    }

    private static float[] forward(Layer layer, Tensor a) {
        try (Tape tape = Tape.of(Workers.single())) {
            return layer.forward(a, tape).toArray();
        }
    }
}
