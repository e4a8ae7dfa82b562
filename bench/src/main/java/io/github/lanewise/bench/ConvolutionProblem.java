package io.github.lanewise.bench;

import io.github.lanewise.engine.Convolution;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceConvolution;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * A convolution of one image with bias and ReLU, the filters packed beforehand and the input physically padded as inside
 * a network, one thread.
 *
 * @param input {@code [1, height, width, inChannels]}
 * @param geometry without groups
 */
record ConvolutionProblem(Shape input, ConvGeometry geometry) implements Problem {

    /** Reads {@code "height width inChannels outChannels kernel stride padding"}. */
    static ConvolutionProblem parse(String line) {
        int[] numbers = Shapes.numbers(line, 7);
        return new ConvolutionProblem(
                Shape.of(1, numbers[0], numbers[1], numbers[2]),
                ConvGeometry.of(numbers[2], numbers[3], numbers[4])
                        .withStride(numbers[5])
                        .withPadding(numbers[6]));
    }

    /** As in {@code 3x3/2 56x56x128 -> 28x28x128}. */
    @Override
    public String label() {
        String stride = geometry.strideHeight() == 1 ? "" : "/" + geometry.strideHeight();
        return geometry.kernelHeight() + "x" + geometry.kernelWidth() + stride + " " + extents(input) + " -> "
                + extents(geometry.outputShape(input));
    }

    @Override
    public Subject naive() {
        Filters filters = Filters.random(geometry).only(sampledChannels());
        float[] image = image();
        return new Subject() {
            @Override
            public double flops() {
                return 2.0 * filters.geometry().multiplyAdds(input);
            }

            @Override
            public void run() {
                ReferenceConvolution.run(
                        filters.geometry(), input, image, filters.weights(), filters.bias(), null, Activation.RELU);
            }
        };
    }

    @Override
    public Subject simd() {
        Filters filters = Filters.random(geometry);
        Tensor weights = Tensor.of(filters.weights(), geometry.weightShape().toArray());
        Tensor bias = Tensor.of(filters.bias(), geometry.outChannels());
        Convolution convolution = Convolution.of(geometry, weights, new Epilogue(bias, Activation.RELU));
        Tensor x = Tensor.allocate(Arena.ofAuto(), input, convolution.inputPadding())
                .copyFrom(image());
        Tensor y = Tensor.allocate(Arena.ofAuto(), geometry.outputShape(input));
        return new Subject() {
            @Override
            public double flops() {
                return 2.0 * geometry.multiplyAdds(input);
            }

            @Override
            public void run() {
                convolution.run(x, y, Workers.single());
            }

            @Override
            public void verify() {
                run();
                verifySample(filters, y.toArray());
            }
        };
    }

    /** Compares all pixels of some channels. */
    private void verifySample(Filters filters, float[] actual) {
        int[] channels = sampledChannels();
        Filters sample = filters.only(channels);
        DoubleSums expected = ReferenceConvolution.float64(
                sample.geometry(), input, image(), sample.weights(), sample.bias(), null, Activation.RELU);
        for (int i = 0; i < expected.elements(); i++) {
            int pixel = i / channels.length;
            int channel = channels[i % channels.length];
            Operands.requireClose(
                    "convolution " + label() + " at pixel " + pixel + ", channel " + channel,
                    actual[pixel * geometry.outChannels() + channel],
                    expected,
                    i,
                    filters.taps() + 1);
        }
    }

    private int[] sampledChannels() {
        return Sample.spread(geometry.outChannels(), geometry.multiplyAdds(input) / geometry.outChannels());
    }

    private float[] image() {
        return Operands.random(5, input.elements());
    }

    private static String extents(Shape image) {
        return image.dimension(1) + "x" + image.dimension(2) + "x" + image.dimension(3);
    }
}
