package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.Rearrange.Margin;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.layers.ChannelAffine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The passes for what imported graphs hold. */
class ImportedPassesTest {
    private final List<Node> nodes = new ArrayList<>();

    private int add(Operator operator, Shape shape, Integer... operands) {
        nodes.add(new Node(nodes.size(), "n" + nodes.size(), operator, List.of(operands), shape));
        return nodes.size() - 1;
    }

    private int input(int... dimensions) {
        return add(new Operator.Input(0, Edge.SAME), Shape.of(dimensions));
    }

    private Graph graph(int output) {
        return new Graph(
                nodes, List.of(new Graph.Output(output, nodes.get(output).shape(), Edge.SAME)));
    }

    /** The operators that the output depends on after a pass. */
    private List<String> after(Pass pass, int output) {
        return new RemoveUnused()
                .apply(pass.apply(graph(output))).nodes().stream()
                        .map(node -> node.operator().getClass().getSimpleName())
                        .toList();
    }

    private Operator last(Pass pass, int output) {
        return pass.apply(graph(output)).outputNode().operator();
    }

    private int conv(int x, Padding padding) {
        ConvGeometry geometry = ConvGeometry.of(2, 2, 3).withPadding(padding);
        Tensor weights = Tensor.of(new float[36], 2, 2, 3, 3);
        Operator conv = new Operator.Conv(geometry, weights, ChannelAffine.bias(2, null), Activation.IDENTITY);
        return add(conv, geometry.outputShape(nodes.get(x).shape()), x);
    }

    @Test
    void reshapesInARowAreOne() {
        int a = add(new Operator.Reshape(), Shape.of(4, 3), input(2, 6));
        int b = add(new Operator.Reshape(), Shape.of(12), a);

        assertThat(after(new MergeReshapes(), b)).containsExactly("Input", "Reshape");
    }

    @Test
    void reshapeOfFlattenedImagesIsPartOfTheFlattening() {
        int flat = add(new Operator.Flatten(), Shape.of(1, 4, 2, 3), input(1, 2, 3, 4));
        int b = add(new Operator.Reshape(), Shape.of(1, 24), flat);

        assertThat(after(new MergeReshapes(), b)).containsExactly("Input", "Flatten");
    }

    @Test
    void imagesOfFlattenedImagesAreThoseImages() {
        int flat = add(new Operator.Flatten(), Shape.of(1, 24), input(1, 2, 3, 4));
        int images = add(new Operator.Images(), Shape.of(1, 2, 3, 4), flat);

        assertThat(after(new MergeReshapes(), images)).containsExactly("Input");
    }

    @Test
    void imagesOfAnotherSizeThanThoseThatWereFlattenedAreMadeAnew() {
        int flat = add(new Operator.Flatten(), Shape.of(1, 24), input(1, 2, 3, 4));
        int images = add(new Operator.Images(), Shape.of(1, 4, 3, 2), flat);

        assertThat(after(new MergeReshapes(), images)).containsExactly("Input", "Flatten", "Images");
    }

    @Test
    void transpositionsInARowAreOneOrNone() {
        int a = add(new Operator.Transpose(List.of(1, 2, 0)), Shape.of(3, 4, 2), input(2, 3, 4));
        int b = add(new Operator.Transpose(List.of(1, 0, 2)), Shape.of(4, 3, 2), a);
        int c = add(new Operator.Transpose(List.of(2, 1, 0)), Shape.of(2, 3, 4), b);

        assertThat(last(new MergeTransposes(), b)).isEqualTo(new Operator.Transpose(List.of(2, 1, 0)));
        assertThat(after(new MergeTransposes(), c)).containsExactly("Input");
    }

    @Test
    void slicesInARowAreOne() {
        int a = add(new Operator.Slice(List.of(1, 0), List.of(2, 1)), Shape.of(4, 7), input(9, 7));
        int b = add(new Operator.Slice(List.of(1, 6), List.of(3, -2)), Shape.of(1, 4), a);

        assertThat(last(new MergeSlices(), b)).isEqualTo(new Operator.Slice(List.of(3, 6), List.of(6, -2)));
    }

    @Test
    void strideAndMarginOfChannelsAreTheZeroPaddedShortcut() {
        int slice = add(
                new Operator.Slice(List.of(0, 0, 0, 0), List.of(1, 2, 2, 1)), Shape.of(1, 3, 2, 4), input(1, 5, 4, 4));
        int pad = add(new Operator.Pad(List.of(0, 0, 0, 1), Margin.CONSTANT, 0), Shape.of(1, 3, 2, 7), slice);

        assertThat(last(new FuseZeroPaddedShortcut(), pad)).isEqualTo(new Operator.SubsamplePad(2, 1, 2));
    }

    @Test
    void marginOfOnesIsNoZeroPaddedShortcut() {
        int slice = add(
                new Operator.Slice(List.of(0, 0, 0, 0), List.of(1, 2, 2, 1)), Shape.of(1, 3, 2, 4), input(1, 5, 4, 4));
        int pad = add(new Operator.Pad(List.of(0, 0, 0, 1), Margin.CONSTANT, 1), Shape.of(1, 3, 2, 7), slice);

        assertThat(after(new FuseZeroPaddedShortcut(), pad)).containsExactly("Input", "Slice", "Pad");
    }

    @Test
    void marginOfZerosGoesIntoTheConvolution() {
        int pad =
                add(new Operator.Pad(List.of(0, 1, 2, 0), Margin.CONSTANT, 0), Shape.of(1, 8, 9, 2), input(1, 4, 5, 2));
        int conv = conv(pad, Padding.of(1));

        Operator.Conv folded = (Operator.Conv) last(new FoldPadding(), conv);

        assertThat(folded.geometry().padding()).isEqualTo(new Padding(2, 3, 4, 3));
        assertThat(after(new FoldPadding(), conv)).containsExactly("Input", "Conv");
    }

    @Test
    void marginThatTakesAwayAsMuchAsItAddsStays() {
        int x = input(1, 5, 4, 2);
        int shifted = add(new Operator.Pad(List.of(0, 1, -2, 0), Margin.CONSTANT, 0), Shape.of(1, 5, 4, 2), x);
        int none = add(new Operator.Pad(List.of(0, 0, 0, 0), Margin.CONSTANT, 0), Shape.of(1, 5, 4, 2), x);

        assertThat(after(new RemoveIdentity(), shifted)).containsExactly("Input", "Pad");
        assertThat(after(new RemoveIdentity(), none)).containsExactly("Input");
    }

    @Test
    void marginOfOtherNumbersStays() {
        int pad = add(new Operator.Pad(List.of(0, 1, 1, 0), Margin.EDGE, 0), Shape.of(1, 6, 7, 2), input(1, 4, 5, 2));

        assertThat(after(new FoldPadding(), conv(pad, Padding.NONE))).containsExactly("Input", "Pad", "Conv");
    }

    @Test
    void arithmeticPerChannelGoesIntoTheWeights() {
        int conv = conv(input(1, 3, 3, 2), Padding.NONE);
        int factor = add(new Operator.Constant(Tensor.of(new float[] {2, 4}, 2)), Shape.of(2));
        int product = add(new Operator.Binary(BinaryOperation.MULTIPLY), Shape.of(1, 1, 1, 2), conv, factor);
        int one = add(new Operator.Constant(Tensor.of(new float[] {1}, 1)), Shape.of(1));
        int difference = add(new Operator.Binary(BinaryOperation.SUBTRACT), Shape.of(1, 1, 1, 2), one, product);

        Operator.Conv folded = (Operator.Conv) last(new FoldConstants(), difference);

        assertThat(folded.affine()).isEqualTo(ChannelAffine.of(2, c -> c == 0 ? -2 : -4, c -> 1));
    }

    @Test
    void arithmeticPerPixelStays() {
        int conv = conv(input(1, 4, 4, 2), Padding.NONE);
        int factor = add(new Operator.Constant(Tensor.of(new float[] {2, 4}, 2, 1)), Shape.of(2, 1));
        int product = add(new Operator.Binary(BinaryOperation.MULTIPLY), Shape.of(1, 2, 2, 2), conv, factor);

        assertThat(after(new FoldConstants(), product)).containsExactly("Input", "Conv", "Constant", "Binary");
    }

    @Test
    void productOfAValueAndItsSigmoidIsOneFunction() {
        int x = input(3);
        int gate = add(new Operator.Unary(UnaryOperation.SIGMOID), Shape.of(3), x);
        int y = add(new Operator.Binary(BinaryOperation.MULTIPLY), Shape.of(3), x, gate);

        assertThat(last(new FuseSelfGating(), y)).isEqualTo(new Operator.Unary(UnaryOperation.SILU));
    }

    @Test
    void productOfAValueAndItsHardSigmoidIsHardSwishIfTheSlopeIsOneSixth() {
        int x = input(3);
        int gate = add(new Operator.Unary(UnaryOperation.hardSigmoid(0.16666667f, 0.5f)), Shape.of(3), x);
        int y = add(new Operator.Binary(BinaryOperation.MULTIPLY), Shape.of(3), gate, x);
        int other = add(new Operator.Unary(UnaryOperation.hardSigmoid(0.2f, 0.5f)), Shape.of(3), x);
        int z = add(new Operator.Binary(BinaryOperation.MULTIPLY), Shape.of(3), x, other);

        assertThat(last(new FuseSelfGating(), y)).isEqualTo(new Operator.Unary(UnaryOperation.HARD_SWISH));
        assertThat(after(new FuseSelfGating(), z)).containsExactly("Input", "Unary", "Binary");
    }

    @Test
    void productOfAValueAndTheTanhOfItsSoftplusIsMish() {
        int x = input(3);
        int softplus = add(new Operator.Unary(UnaryOperation.SOFTPLUS), Shape.of(3), x);
        int gate = add(new Operator.Unary(UnaryOperation.TANH), Shape.of(3), softplus);
        int y = add(new Operator.Binary(BinaryOperation.MULTIPLY), Shape.of(3), x, gate);
        int z = add(new Operator.Binary(BinaryOperation.MULTIPLY), Shape.of(3), softplus, gate);

        assertThat(last(new FuseSelfGating(), y)).isEqualTo(new Operator.Unary(UnaryOperation.MISH));
        assertThat(last(new FuseSelfGating(), z)).isEqualTo(new Operator.Binary(BinaryOperation.MULTIPLY));
    }

    private int constant(float value) {
        return add(new Operator.Constant(Tensor.of(new float[] {value})), Shape.of());
    }

    private int binary(BinaryOperation operation, int a, int b) {
        return add(new Operator.Binary(operation), Shape.of(3), a, b);
    }

    /** {@code x (summand + erf(y / root)) / 2}. */
    private int gelu(int x, int y, float root, float summand) {
        int scaled = binary(BinaryOperation.DIVIDE, y, constant(root));
        int erf = add(new Operator.Unary(UnaryOperation.ERF), Shape.of(3), scaled);
        int factor = binary(BinaryOperation.ADD, erf, constant(summand));
        return binary(BinaryOperation.MULTIPLY, binary(BinaryOperation.MULTIPLY, x, factor), constant(0.5f));
    }

    @Test
    void geluInSingleOperationsIsOneFunction() {
        int gelu = gelu(input(3), 0, 1.4142135f, 1);

        assertThat(last(new FuseGelu(), gelu)).isEqualTo(new Operator.Unary(UnaryOperation.GELU));
        assertThat(after(new FuseGelu(), gelu)).containsExactly("Input", "Unary");
    }

    @Test
    void geluMayMultiplyByTheRootOfAHalf() {
        int x = input(3);
        int scaled = binary(BinaryOperation.MULTIPLY, constant(0.70710677f), x);
        int erf = add(new Operator.Unary(UnaryOperation.ERF), Shape.of(3), scaled);
        int factor = binary(BinaryOperation.ADD, constant(1), erf);
        int gelu = binary(BinaryOperation.MULTIPLY, constant(0.5f), binary(BinaryOperation.MULTIPLY, factor, x));

        assertThat(last(new FuseGelu(), gelu)).isEqualTo(new Operator.Unary(UnaryOperation.GELU));
    }

    @Test
    void geluWithAnAxisMoreStays() {
        int x = input(3);
        int gelu = gelu(x, x, 1.4142135f, 1);
        int half = add(new Operator.Constant(Tensor.of(new float[] {0.5f}, 1, 1, 1)), Shape.of(1, 1, 1));
        int y = add(
                new Operator.Binary(BinaryOperation.MULTIPLY),
                Shape.of(1, 1, 3),
                nodes.get(gelu).operands().getFirst(),
                half);

        assertThat(last(new FuseGelu(), y)).isInstanceOf(Operator.Binary.class);
    }

    @Test
    void whatIsAlmostGeluStays() {
        int x = input(3);
        int exp = add(new Operator.Unary(UnaryOperation.EXP), Shape.of(3), x);

        assertThat(last(new FuseGelu(), gelu(x, x, 1.4f, 1))).isInstanceOf(Operator.Binary.class);
        assertThat(last(new FuseGelu(), gelu(x, x, 1.4142135f, 2))).isInstanceOf(Operator.Binary.class);
        assertThat(last(new FuseGelu(), gelu(x, exp, 1.4142135f, 1))).isInstanceOf(Operator.Binary.class);
    }

    @Test
    void functionIsAppliedWhileTheResultIsStored() {
        int conv = conv(input(1, 4, 4, 2), Padding.NONE);
        int y = add(new Operator.Unary(UnaryOperation.TANH), Shape.of(1, 2, 2, 2), conv);

        Operator.Conv fused = (Operator.Conv) last(new FuseEpilogue(), y);

        assertThat(fused.function()).isEqualTo(UnaryOperation.TANH);
        assertThat(after(new FuseEpilogue(), y)).containsExactly("Input", "Conv");
    }

    @Test
    void secondFunctionAndWhatFollowsItStay() {
        int conv = conv(input(1, 4, 4, 2), Padding.NONE);
        int tanh = add(new Operator.Unary(UnaryOperation.TANH), Shape.of(1, 2, 2, 2), conv);
        int exp = add(new Operator.Unary(UnaryOperation.EXP), Shape.of(1, 2, 2, 2), tanh);
        int relu = add(new Operator.Activate(Activation.RELU), Shape.of(1, 2, 2, 2), tanh);
        int sum = add(new Operator.Add(Activation.IDENTITY), Shape.of(1, 2, 2, 2), exp, relu);

        assertThat(after(new FuseEpilogue(), exp)).containsExactly("Input", "Conv", "Unary");
        assertThat(after(new FuseEpilogue(), sum)).containsExactly("Input", "Conv", "Unary", "Activate", "Add");
    }

    @Test
    void nothingIsFoldedIntoAConvolutionThatAppliesAFunction() {
        int conv = conv(input(1, 4, 4, 2), Padding.NONE);
        int tanh = add(new Operator.Unary(UnaryOperation.TANH), Shape.of(1, 2, 2, 2), conv);
        ChannelAffine affine = ChannelAffine.of(2, c -> 2, c -> 1);
        int norm = add(new Operator.ScaleShift(affine, Activation.IDENTITY), Shape.of(1, 2, 2, 2), tanh);
        int relu = add(new Operator.Activate(Activation.RELU), Shape.of(1, 2, 2, 2), tanh);
        Graph fused = new FuseEpilogue().apply(new RemoveUnused().apply(graph(norm)));
        Graph clipped = new FuseEpilogue().apply(new RemoveUnused().apply(graph(relu)));

        assertThat(new FoldBatchNorm().apply(fused).nodes()).hasSize(3);
        assertThat(new FuseEpilogue().apply(clipped).nodes()).hasSize(3);
    }

    @Test
    void shuffledChannelsStayInImages() {
        int flat = add(new Operator.Flatten(), Shape.of(1, 2, 3, 4, 5), input(1, 4, 5, 6));
        int moved = add(new Operator.Transpose(List.of(0, 2, 1, 3, 4)), Shape.of(1, 3, 2, 4, 5), flat);
        int images = add(new Operator.Images(), Shape.of(1, 4, 5, 6), moved);

        assertThat(after(new ShuffleChannels(), images)).containsExactly("Input", "Reshape", "Transpose", "Reshape");
    }

    @Test
    void whatNobodyReadsIsRemoved() {
        int x = input(3);
        add(new Operator.Unary(UnaryOperation.SIGMOID), Shape.of(3), x);
        int y = add(new Operator.Unary(UnaryOperation.EXP), Shape.of(3), x);

        assertThat(new RemoveUnused().apply(graph(y)).nodes()).hasSize(2);
    }
}
