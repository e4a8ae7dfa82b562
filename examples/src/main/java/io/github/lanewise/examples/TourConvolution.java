package io.github.lanewise.examples;

import io.github.lanewise.engine.Convolution;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceConvolution;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/** The tour's convolution, 3x3 with as many channels out as in, one image, one thread. */
final class TourConvolution {
    private TourConvolution() {}

    /** Times the naive loops and the engine on an image {@code [side, side, channels]}, and checks the result. */
    static Comparison compare(int channels, int side) {
        ConvGeometry geometry = ConvGeometry.of(channels, channels, 3).withPadding(1);
        Shape shape = Shape.of(1, side, side, channels);
        float[] image = Noise.floats(3, Math.toIntExact(shape.elements()));
        float[] filters = Noise.floats(4, Math.toIntExact(geometry.weightShape().elements()));
        RunTimes naive = RunTimes.warmedUp(
                () -> ReferenceConvolution.run(geometry, shape, image, filters, null, null, Activation.IDENTITY));
        Tensor weights = Tensor.of(filters, geometry.weightShape().toArray());
        Convolution convolution = Convolution.of(geometry, weights, new Epilogue(null, Activation.IDENTITY));
        Tensor input = Tensor.allocate(Arena.ofAuto(), shape, convolution.inputPadding())
                .copyFrom(image);
        Tensor output = Tensor.allocate(Arena.ofAuto(), geometry.outputShape(shape), Padding.NONE);
        RunTimes engine = RunTimes.warmedUp(() -> convolution.run(input, output, Workers.single()));
        DoubleSums exact =
                ReferenceConvolution.float64(geometry, shape, image, filters, null, null, Activation.IDENTITY);
        return Comparison.of(9L * channels, naive, engine, output.toArray(), exact);
    }
}
