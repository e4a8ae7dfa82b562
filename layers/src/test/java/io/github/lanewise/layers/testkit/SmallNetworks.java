package io.github.lanewise.layers.testkit;

import static io.github.lanewise.layers.Sequential.child;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.AveragePool2d;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.GlobalAveragePool;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.MaxPool2d;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.Softmax;
import io.github.lanewise.layers.residual.PlainBlock;
import io.github.lanewise.layers.residual.ResidualBlock;
import io.github.lanewise.layers.residual.Shortcut;
import java.util.List;

/** Networks with every kind of layer, small enough for naive twins. */
public final class SmallNetworks {
    private SmallNetworks() {}

    /** A network with random parameters, and the shape of one input. */
    public record Problem(String name, Layer layer, Shape inputShape) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static List<Problem> all() {
        return List.of(residual(), plain(), odd(), dense(), spread(), images());
    }

    /** Stem, pooling, a basic block with each option, a bottleneck block, classifier. */
    public static Problem residual() {
        Layer layer = Sequential.of(
                child("conv1", Conv2d.of(ConvGeometry.of(3, 8, 3).withPadding(1))),
                child("bn1", BatchNorm2d.of(8)),
                child("relu", Relu.of()),
                child("maxpool", new MaxPool2d(PoolGeometry.of(3, 2).withPadding(1))),
                child("layer1", ResidualBlock.basic(8, 8, 1, Shortcut.Option.A)),
                child("layer2", ResidualBlock.basic(8, 16, 2, Shortcut.Option.A)),
                child("layer3", ResidualBlock.basic(16, 24, 1, Shortcut.Option.B)),
                child("layer4", ResidualBlock.bottleneck(24, 4, 2, Shortcut.Option.B)),
                child("avgpool", new GlobalAveragePool()),
                child("flatten", new Flatten()),
                child("fc", Linear.of(16, 5)));
        return new Problem("residual", Problems.randomised(layer, 1), Shape.of(13, 11, 3));
    }

    /** Plain blocks over convolutions and over dense layers. */
    public static Problem plain() {
        Layer layer = Sequential.of(
                PlainBlock.basic(2, 5, 2),
                PlainBlock.bottleneck(5, 2, 1),
                new MaxPool2d(PoolGeometry.of(2, 2).withCeilMode()),
                new Flatten(),
                PlainBlock.dense(8 * 3 * 2, 9, 4));
        return new Problem("plain", Problems.randomised(layer, 6), Shape.of(9, 8, 2));
    }

    /** Groups, dilation, strides, kernels of two shapes, ReLU6, average pooling, flattening of more than one pixel. */
    public static Problem odd() {
        Layer layer = Sequential.of(
                Conv2d.of(ConvGeometry.of(4, 8, 3).withGroups(2).withDilation(2).withSamePadding())
                        .withBias(),
                Relu.clipped(6),
                Conv2d.of(ConvGeometry.of(8, 8, 5).withGroups(8).withPadding(2)),
                BatchNorm2d.of(8),
                new AveragePool2d(PoolGeometry.of(2, 2), true),
                BatchNorm2d.of(8),
                Relu.of(),
                new Flatten(),
                Linear.of(8 * 4 * 3, 6),
                new Softmax());
        return new Problem("odd", Problems.randomised(layer, 2), Shape.of(9, 7, 4));
    }

    /** Dense blocks over one, two and three layers with each shortcut. */
    public static Problem dense() {
        Layer layer = Sequential.of(
                ResidualBlock.dense(Shortcut.Option.A, 7, 7),
                ResidualBlock.dense(Shortcut.Option.A, 7, 5, 10),
                ResidualBlock.dense(Shortcut.Option.B, 10, 12, 11, 6));
        return new Problem("dense", Problems.randomised(layer, 3), Shape.of(7));
    }

    /** One result read by convolutions of different padding, and one that is read by an addition much later. */
    public static Problem spread() {
        Layer layer = Sequential.of(
                Conv2d.of(ConvGeometry.of(3, 6, 3).withPadding(1)),
                ResidualBlock.convolutions(3, 6, 6, 1, Shortcut.Option.A),
                new ResidualBlock(
                        Sequential.of(Conv2d.of(ConvGeometry.of(6, 9, 7).withPadding(3))),
                        Shortcut.projection(6, 9, 1),
                        Relu.of().activation()),
                ResidualBlock.convolutions(1, 9, 9, 1, Shortcut.Option.B),
                new GlobalAveragePool(),
                new Flatten());
        return new Problem("spread", Problems.randomised(layer, 4), Shape.of(6, 5, 3));
    }

    /** Images in and out. */
    public static Problem images() {
        Layer layer =
                Sequential.of(Conv2d.of(ConvGeometry.of(2, 3, 3).withPadding(1)).withBias(), BatchNorm2d.of(3));
        return new Problem("images", Problems.randomised(layer, 5), Shape.of(4, 6, 2));
    }
}
