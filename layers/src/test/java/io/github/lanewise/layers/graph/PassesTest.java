package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.Lowering.Value;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.residual.ResidualBlock;
import io.github.lanewise.layers.residual.Shortcut.Option;
import io.github.lanewise.layers.testkit.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassesTest {
    private static List<String> operators(Graph graph) {
        return graph.nodes().stream()
                .map(node -> node.operator().getClass().getSimpleName())
                .toList();
    }

    private static Graph optimised(Layer layer, Shape input) {
        return new FuseEpilogue().apply(new FoldBatchNorm().apply(new RemoveIdentity().apply(Graph.of(layer, input))));
    }

    @Test
    void basicBlockBecomesTwoConvolutions() {
        Graph graph = optimised(ResidualBlock.basic(4, 4, 1, Option.A), Shape.of(1, 5, 5, 4));

        assertThat(operators(graph)).containsExactly("Input", "Conv", "Conv");
        Node last = graph.outputNode();
        assertThat(last.operands()).containsExactly(1, 0);
        assertThat(last.name()).isEqualTo("conv2");
        assertThat(((Operator.Conv) last.operator()).activation()).isEqualTo(Activation.RELU);
    }

    @Test
    void branchTakesTheProjectionAsItsResidual() {
        Graph graph = optimised(ResidualBlock.basic(4, 8, 2, Option.B), Shape.of(1, 6, 6, 4));

        assertThat(operators(graph)).containsExactly("Input", "Conv", "Conv", "Conv");
        assertThat(graph.nodes()).extracting(Node::name).containsExactly("", "conv1", "shortcut.0", "conv2");
        assertThat(graph.outputNode().operands()).containsExactly(1, 2);
    }

    @Test
    void denseBlockBecomesTwoProducts() {
        Graph graph = optimised(ResidualBlock.dense(Option.A, 4, 6, 4), Shape.of(1, 4));

        assertThat(operators(graph)).containsExactly("Input", "Linear", "Linear");
    }

    @Test
    void foldedScaleIsRoundedOnce() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input(Shape.of(1, 1, 1, 1));
        Tensor weights = Tensor.of(new float[] {0.1f}, 1, 1, 1, 1);
        Value y = builder.convolution(x, ConvGeometry.of(1, 1, 1), weights, Tensor.of(new float[] {0.3f}, 1));
        y = builder.scaleShift(y, ChannelAffine.of(1, c -> 1.0 / 3, c -> 0.7));
        y = builder.scaleShift(y, ChannelAffine.of(1, c -> 3, c -> 0.01));

        Graph graph = new FoldBatchNorm().apply(builder.build(y));

        assertThat(operators(graph)).containsExactly("Input", "Conv");
        Operator.Conv conv = (Operator.Conv) graph.outputNode().operator();
        assertThat(conv.affine().scale(0)).isEqualTo(3 * (1.0 / 3));
        assertThat(conv.affine().shift(0)).isEqualTo(3 * (1.0 / 3 * 0.3f + 0.7) + 0.01);
    }

    @Test
    void batchNormIsNotFoldedIntoAResultThatIsUsedTwice() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input(Shape.of(1, 2, 2, 1));
        Value y = builder.convolution(x, ConvGeometry.of(1, 1, 1), Tensor.of(new float[] {2}, 1, 1, 1, 1), null);
        Value z = builder.scaleShift(y, ChannelAffine.of(1, c -> 3, c -> 4));
        Graph graph = builder.build(builder.add(y, z));

        assertThat(operators(new FoldBatchNorm().apply(graph))).isEqualTo(operators(graph));
    }

    @Test
    void activationIsNotFusedIntoAResultThatIsUsedTwice() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input(Shape.of(1, 2));
        Value y = builder.linear(x, Tensor.of(new float[4], 2, 2), null);
        Graph graph = builder.build(builder.add(y, builder.activate(y, Activation.RELU)));

        assertThat(operators(new FuseEpilogue().apply(graph))).containsExactly("Input", "Linear", "Activate", "Add");
    }

    @Test
    void secondActivationStaysByItself() {
        Graph graph = optimised(Sequential.of(Linear.of(2, 2), Relu.of(), Relu.clipped(6)), Shape.of(1, 2));

        assertThat(operators(graph)).containsExactly("Input", "Linear", "Activate");
    }

    @Test
    void residualIsAddedBeforeTheActivationOnly() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input(Shape.of(1, 2));
        Value y = builder.activate(builder.linear(x, Tensor.of(new float[4], 2, 2), null), Activation.RELU);
        Graph graph = builder.build(builder.add(y, x));

        assertThat(operators(new FuseEpilogue().apply(graph))).containsExactly("Input", "Linear", "Add");
    }

    @Test
    void secondResidualStaysByItself() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input(Shape.of(1, 2));
        Value y = builder.linear(x, Tensor.of(new float[4], 2, 2), null);
        Graph graph = builder.build(builder.add(builder.add(y, x), x));

        assertThat(operators(new FuseEpilogue().apply(graph))).containsExactly("Input", "Linear", "Add");
    }

    @Test
    void batchNormIsNotFoldedBehindAResidual() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input(Shape.of(1, 2));
        Value y = builder.add(builder.linear(x, Tensor.of(new float[4], 2, 2), null), x);
        Graph graph = builder.build(builder.scaleShift(y, ChannelAffine.of(2, c -> 3, c -> 4)));

        assertThat(operators(new FoldBatchNorm().apply(new FuseEpilogue().apply(graph))))
                .containsExactly("Input", "Linear", "ScaleShift");
    }

    @Test
    void operationsWithoutEffectAreRemoved() {
        Layer layer = Sequential.of(
                new Relu(Activation.IDENTITY),
                ResidualBlock.dense(Option.A, 3, 3),
                new Flatten(),
                new Relu(Activation.IDENTITY));

        Graph graph = new RemoveIdentity().apply(Graph.of(layer, Shape.of(1, 3)));

        assertThat(operators(graph)).containsExactly("Input", "Linear", "Add", "Activate");
    }

    @Test
    void batchNormWithoutConvolutionStays() {
        Layer layer = Problems.randomised(Sequential.of(BatchNorm2d.of(3), Relu.of()), 1);

        assertThat(operators(optimised(layer, Shape.of(1, 2, 2, 3)))).containsExactly("Input", "ScaleShift");
    }

    @Test
    void namesTellTheLayer() {
        Graph graph = Graph.of(
                Sequential.of(Sequential.child("stem", Sequential.of(Conv2d.of(ConvGeometry.of(1, 1, 1))))),
                Shape.of(1, 2, 2, 1));

        assertThat(graph.outputNode().name()).isEqualTo("stem.0");
    }
}
