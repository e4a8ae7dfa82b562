package io.github.lanewise.bench;

import io.github.lanewise.engine.TrainableConvolution;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.TrainingAlgorithms;
import java.lang.foreign.Arena;

/** A pass of a 3 x 3 convolution in training, stride 1 and padding 1, one thread; the operands of one algorithm. */
public final class TrainingConvolutionProblem implements Subject {

    /** How far the algorithms may be from each other, as share of the largest result. */
    private static final double SHARE = 2e-5;

    private final Pass pass;
    private final boolean direct;
    private final String line;
    private final ConvGeometry geometry;
    private final TrainableConvolution convolution;
    private final Tensor x;
    private final Tensor dY;
    private final Tensor weights;
    private final Tensor result;

    /** What is measured. */
    public enum Pass {
        FORWARD,
        INPUT_GRADIENT,
        WEIGHT_GRADIENT
    }

    /**
     * Operands of a pass.
     *
     * @param direct by the direct algorithms, else by those that are fastest for the size of the images
     * @param line {@code "batch height width inChannels outChannels"}
     */
    TrainingConvolutionProblem(Pass pass, boolean direct, String line) {
        int[] numbers = Shapes.numbers(line, 5);
        this.pass = pass;
        this.direct = direct;
        this.line = line;
        geometry = ConvGeometry.of(numbers[3], numbers[4], 3).withPadding(1);
        TrainingAlgorithms algorithms =
                direct ? TrainingAlgorithms.DIRECT : TrainingAlgorithms.fastest(geometry, numbers[1], numbers[2]);
        convolution = TrainableConvolution.of(geometry, algorithms);
        Shape input = Shape.of(numbers[0], numbers[1], numbers[2], numbers[3]);
        Shape output = geometry.outputShape(input);
        Shape oihw = Shape.of(numbers[4], numbers[3], 3, 3);
        x = Tensor.allocate(Arena.ofAuto(), input, convolution.inputPadding())
                .copyFrom(Operands.random(1, input.elements()));
        dY = Tensor.allocate(Arena.ofAuto(), output, convolution.outputGradientPadding())
                .copyFrom(Operands.random(2, output.elements()));
        weights = Tensor.of(Operands.random(3, oihw.elements()), oihw.toArray());
        result = Tensor.allocate(
                Arena.ofAuto(),
                switch (pass) {
                    case FORWARD -> output;
                    case INPUT_GRADIENT -> input;
                    case WEIGHT_GRADIENT -> oihw;
                });
    }

    /** Of the direct algorithm, whatever computes the pass. */
    @Override
    public double flops() {
        return 2.0 * geometry.multiplyAdds(x.shape());
    }

    @Override
    public void run() {
        convolution.update(weights);
        switch (pass) {
            case FORWARD -> convolution.forward(x, null, result, Workers.single());
            case INPUT_GRADIENT -> convolution.inputGradient(dY, result, Workers.single());
            case WEIGHT_GRADIENT -> convolution.weightGradient(x, dY, result, Workers.single());
        }
    }

    /** Against the direct algorithm, which the tests of the engine hold against float64. */
    @Override
    public void verify() {
        run();
        if (direct) {
            return;
        }
        TrainingConvolutionProblem twin = new TrainingConvolutionProblem(pass, true, line);
        twin.run();
        float[] actual = result.toArray();
        float[] expected = twin.result.toArray();
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= SHARE * largest)) {
                throw new IllegalStateException(pass + " of " + line + " at " + i + ": the direct algorithm gives "
                        + expected[i] + ", this one " + actual[i]);
            }
        }
    }
}
