package io.github.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.testkit.Float64Twin;
import io.github.lanewise.layers.testkit.Problems;
import io.github.lanewise.layers.testkit.SmallNetworks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequentialTest {
    private static List<SmallNetworks.Problem> networks() {
        return SmallNetworks.all();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void forwardIsTheFormulaOfEveryLayer(SmallNetworks.Problem problem) {
        Tensor x = Problems.tensor(1, withBatch(3, problem.inputShape()));
        try (Tape tape = Tape.of(Workers.single())) {
            Tensor y = problem.layer().forward(x, tape);

            assertThat(y.shape()).isEqualTo(problem.layer().outputShape(x.shape()));
            Problems.assertClose(
                    y.toArray(), Float64Twin.forward(problem.layer(), x).values(), 1e-5);
        }
    }

    private static int[] withBatch(int batch, Shape shape) {
        int[] dimensions = new int[shape.rank() + 1];
        dimensions[0] = batch;
        System.arraycopy(shape.toArray(), 0, dimensions, 1, shape.rank());
        return dimensions;
    }

    @Test
    void flattenHasTheOrderOfChannelsFirst() {
        Tensor x = Tensor.of(new float[] {1, 10, 2, 20, 3, 30, 4, 40}, 1, 2, 2, 2);
        try (Tape tape = Tape.of(Workers.single())) {
            assertThat(new Flatten().forward(x, tape).toArray()).containsExactly(1, 2, 3, 4, 10, 20, 30, 40);
        }
    }

    @Test
    void shapeErrorNamesTheLayer() {
        Sequential network = Sequential.of(
                Sequential.child("layer1", Sequential.of(Conv2d.of(ConvGeometry.of(3, 4, 3)), BatchNorm2d.of(5))));

        assertThatThrownBy(() -> network.outputShape(Shape.of(1, 8, 8, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("layer1.1: input [1, 6, 6, 4]");
        assertThatThrownBy(() -> network.outputShape(Shape.of(1, 2, 8, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("layer1.0: ");
    }

    @Test
    void namesMustDiffer() {
        assertThatThrownBy(() -> Sequential.of(Sequential.child("a", Relu.of()), Sequential.child("a", new Flatten())))
                .hasMessage("two layers are named \"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b"})
    void namesHaveNoDots(String name) {
        assertThatThrownBy(() -> Sequential.child(name, Relu.of())).hasMessageContaining("\"" + name + "\"");
    }
}
