package io.github.lanewise.engine;

import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceTransposedConvolution;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ErrorBound;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class TransposedConvolutionProperties {

    @Property(tries = 400)
    void agreesWithFloat64(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        int groups = 1 + random.nextInt(3);
        int kernelHeight = 1 + random.nextInt(4);
        int kernelWidth = 1 + random.nextInt(4);
        Padding padding = new Padding(
                random.nextInt(kernelHeight), random.nextInt(kernelWidth), random.nextInt(2), random.nextInt(2));
        ConvGeometry geometry = new ConvGeometry(
                groups * (1 + random.nextInt(9)),
                groups * (1 + random.nextInt(5)),
                kernelHeight,
                kernelWidth,
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                padding,
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                groups);
        Shape from = Shape.of(random.nextInt(3), 3 + random.nextInt(3), 3 + random.nextInt(3), geometry.outChannels());
        float[] x = Shapes.values(random, from);
        float[] weights = Shapes.values(random, geometry.weightShape());
        float[] bias = random.nextBoolean() ? Shapes.values(random, Shape.of(geometry.inChannels())) : null;
        Tensor biases = bias == null ? null : Tensor.of(bias, bias.length);
        TransposedConvolution operator = TransposedConvolution.of(
                geometry,
                Tensor.of(weights, geometry.weightShape().toArray()),
                new Epilogue(biases, Activation.IDENTITY));
        Shape to = operator.outputShape(from, random.nextInt(3), random.nextInt(3));
        Tensor in = Painted.operand(random, from, x);
        float[] y = Painted.result(random, to, out -> operator.run(in, out, Workers.single()));
        DoubleSums expected = ReferenceTransposedConvolution.run(geometry, from, x, weights, bias, to);
        int roundings = geometry.outChannels() + kernelHeight * kernelWidth + 1;
        ErrorBound.assertWithin(geometry + " of " + in + ", seed " + seed, expected, roundings, y);
    }
}
