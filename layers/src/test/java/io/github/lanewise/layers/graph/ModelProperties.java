package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.AveragePool2d;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.GlobalAveragePool;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.MaxPool2d;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.residual.PlainBlock;
import io.github.lanewise.layers.residual.ResidualBlock;
import io.github.lanewise.layers.residual.Shortcut.Option;
import io.github.lanewise.layers.testkit.Float64Twin;
import io.github.lanewise.layers.testkit.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ModelProperties {
    private static Layer randomLayer(int channels, SplittableRandom random) {
        int out = 1 + random.nextInt(9);
        int stride = 1 + random.nextInt(2);
        return switch (random.nextInt(9)) {
            case 0 -> {
                Padding padding =
                        new Padding(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
                yield Conv2d.of(ConvGeometry.of(channels, out, 1 + random.nextInt(4))
                                .withStride(stride)
                                .withPadding(padding))
                        .withBias();
            }
            case 1 -> BatchNorm2d.of(channels);
            case 2 -> Relu.clipped(2);
            case 3 -> new MaxPool2d(PoolGeometry.of(2, stride).withPadding(random.nextInt(2)));
            case 4 -> new AveragePool2d(PoolGeometry.of(3, stride).withPadding(1), random.nextInt(2) == 0);
            case 5 -> ResidualBlock.convolutions(1 + random.nextInt(3), channels, channels + out, stride, Option.A);
            case 6 -> new GlobalAveragePool();
            case 7 -> ResidualBlock.bottleneck(channels, out, stride, Option.B);
            default -> PlainBlock.basic(channels, out, stride);
        };
    }

    private static Layer randomNetwork(Shape input, SplittableRandom random) {
        List<Layer> layers = new ArrayList<>();
        int length = 1 + random.nextInt(6);
        while (layers.size() < length) {
            Shape shape = Sequential.of(layers).outputShape(input);
            Layer layer = randomLayer(shape.dimension(3), random);
            try {
                layer.outputShape(shape);
                layers.add(layer);
            } catch (ShapeException tooSmall) {
                layers.add(Relu.of());
            }
        }
        layers.add(new Flatten());
        return Sequential.of(layers);
    }

    @Property(tries = 100)
    void modelComputesWhatTheLayersDo(@ForAll long seed, @ForAll Set<Optimisation> optimisations) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape input = Shape.of(2, 1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(5));
        Layer network = Problems.randomised(randomNetwork(input, random), seed);
        Tensor images = Problems.tensor(seed, input.toArray());
        ModelOptions options = ModelOptions.standard().withOptimisations(optimisations);
        Shape one = Shape.of(input.dimension(1), input.dimension(2), input.dimension(3));
        try (Model model = Model.compile(network, one, options)) {
            float[] first = model.run(images).toArray();

            Problems.assertClose(first, Float64Twin.forward(network, images).values(), 1e-5);
            Problems.assertSameBits(model.run(images).toArray(), first);
        }
    }
}
