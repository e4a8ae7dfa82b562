package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceConvolutionGradients;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.ErrorBound;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Results;
import io.github.lanewise.engine.testkit.Shapes;
import java.lang.foreign.Arena;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every gradient of every geometry against float64, whatever the paddings of the tensors in memory. */
class TrainableConvolutionProperties {

    @Property(tries = 300)
    void forwardHasTheBitsOfTheConvolution(@ForAll(supplier = Problems.Convolutions.class) ConvProblem any) {
        ConvProblem problem = plain(any);
        Random random = new Random(problem.seed());
        TrainableConvolution convolution = updated(problem);
        Tensor x = inZeros(random, convolution.inputPadding(), problem.inputShape(), problem.input());
        float[] bias = problem.bias();
        Tensor biases = bias == null ? null : Tensor.of(bias, bias.length);
        float[] y = Painted.result(
                random, problem.outputShape(), out -> convolution.forward(x, biases, out, Workers.single()));
        Results.assertCorrect(problem, y);
    }

    @Property(tries = 600)
    void inputGradientAgreesWithFloat64(@ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        Random random = new Random(problem.seed());
        TrainableConvolution convolution = updated(problem);
        float[] values = outputGradient(problem);
        Tensor dY = inZeros(random, convolution.outputGradientPadding(), problem.outputShape(), values);
        float[] dX = Painted.result(
                random, problem.inputShape(), out -> convolution.inputGradient(dY, out, Workers.single()));
        ConvGeometry geometry = problem.geometry();
        DoubleSums expected =
                ReferenceConvolutionGradients.input(geometry, problem.inputShape(), oihw(problem), values);
        int roundings = geometry.kernelHeight() * geometry.kernelWidth() * geometry.outChannels();
        ErrorBound.assertWithin(problem, expected, roundings, dX);
    }

    @Property(tries = 200)
    void anAddedInputGradientHasTheBitsOfAnAddition(
            @ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        TrainableConvolution convolution = updated(problem);
        Tensor dY = Tensor.of(outputGradient(problem), problem.outputShape().toArray());
        Tensor expected = Tensor.allocate(Arena.ofAuto(), problem.inputShape());
        Tensor sum = Tensor.allocate(Arena.ofAuto(), problem.inputShape(), Padding.of(1));
        float[] before =
                Problems.floats(problem.seed() + 11, (int) problem.inputShape().elements());
        sum.copyFrom(before);
        convolution.inputGradient(dY, expected, Workers.single());
        convolution.addInputGradient(dY, sum, Workers.single());
        Elementwise.add(expected, Tensor.of(before, problem.inputShape().toArray()), expected, Workers.single());
        assertArrayEquals(expected.toArray(), sum.toArray(), problem::toString);
    }

    @Property(tries = 600)
    void weightGradientAgreesWithFloat64(@ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        Random random = new Random(problem.seed());
        ConvGeometry geometry = problem.geometry();
        TrainableConvolution convolution = TrainableConvolution.of(geometry);
        float[] values = outputGradient(problem);
        Tensor x = inZeros(random, convolution.inputPadding(), problem.inputShape(), problem.input());
        Tensor dY = inZeros(random, convolution.outputGradientPadding(), problem.outputShape(), values);
        Tensor dWeights = Frames.painted(Tensor.allocate(Arena.ofAuto(), oihwShape(geometry)));
        convolution.weightGradient(x, dY, dWeights, Workers.single());
        DoubleSums expected =
                ReferenceConvolutionGradients.weights(geometry, problem.inputShape(), problem.input(), values);
        ErrorBound.assertWithin(problem, expected, pixels(problem), dWeights.toArray());
    }

    @Property(tries = 200)
    void biasGradientAgreesWithFloat64(@ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        Random random = new Random(problem.seed());
        ConvGeometry geometry = problem.geometry();
        TrainableConvolution convolution = TrainableConvolution.of(geometry);
        float[] values = outputGradient(problem);
        Tensor dY = Painted.operand(random, problem.outputShape(), values);
        float[] dBias = Painted.result(
                random, Shape.of(geometry.outChannels()), out -> convolution.biasGradient(dY, out, Workers.single()));
        DoubleSums expected = ReferenceConvolutionGradients.bias(geometry, values);
        ErrorBound.assertWithin(problem, expected, pixels(problem), dBias);
    }

    private static ConvProblem plain(ConvProblem problem) {
        return new ConvProblem(
                problem.seed(),
                problem.geometry(),
                problem.batch(),
                problem.height(),
                problem.width(),
                problem.hasBias(),
                false,
                Activation.IDENTITY);
    }

    /** A convolution that has been given other weights before. */
    private static TrainableConvolution updated(ConvProblem problem) {
        TrainableConvolution convolution = TrainableConvolution.of(problem.geometry());
        int[] shape = oihwShape(problem.geometry()).toArray();
        convolution.update(Tensor.of(
                Problems.floats(1, (int) problem.geometry().weightShape().elements()), shape));
        convolution.update(Tensor.of(oihw(problem), shape));
        return convolution;
    }

    private static float[] oihw(ConvProblem problem) {
        Tensor oihw = Tensor.allocate(Arena.ofAuto(), oihwShape(problem.geometry()));
        Layout.ohwiToOihw(
                Tensor.of(problem.weights(), problem.geometry().weightShape().toArray()), oihw);
        return oihw.toArray();
    }

    private static Shape oihwShape(ConvGeometry geometry) {
        return Shape.of(
                geometry.outChannels(),
                geometry.inChannels() / geometry.groups(),
                geometry.kernelHeight(),
                geometry.kernelWidth());
    }

    private static float[] outputGradient(ConvProblem problem) {
        return Problems.floats(problem.seed() + 7, (int) problem.outputShape().elements());
    }

    private static int pixels(ConvProblem problem) {
        return Math.max(
                1, (int) problem.outputShape().elements() / problem.geometry().outChannels());
    }

    /** An operand in zeros: without any, or with those that are wanted, or with more. */
    private static Tensor inZeros(Random random, Padding wanted, Shape shape, float[] values) {
        Padding padding = random.nextInt(3) == 0 ? Padding.NONE : wanted.max(Shapes.padding(random, shape));
        return Tensor.allocate(Arena.ofAuto(), shape, padding).copyFrom(values);
    }
}
