package io.github.lanewise.layers.train;

import static io.github.lanewise.layers.Sequential.child;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.GlobalAveragePool;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.Preprocessing;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.residual.PlainBlock;
import io.github.lanewise.layers.residual.ResidualBlock;
import io.github.lanewise.layers.residual.Shortcut;
import java.util.ArrayList;
import java.util.List;

/** Networks for {@link TinyImages}. */
final class TinyNetworks {
    private TinyNetworks() {}

    /** A ResNet-8, four times narrower than the smallest one for CIFAR. */
    static Network residual() {
        return network(
                "tiny8",
                ResidualBlock.basic(4, 4, 1, Shortcut.Option.A),
                ResidualBlock.basic(4, 8, 2, Shortcut.Option.A),
                ResidualBlock.basic(8, 16, 2, Shortcut.Option.B));
    }

    /** The same without shortcuts, under the given name. */
    static Network plain(String name) {
        return network(name, PlainBlock.basic(4, 4, 1), PlainBlock.basic(4, 8, 2), PlainBlock.basic(8, 16, 2));
    }

    private static Network network(String name, Layer... blocks) {
        List<Sequential.Child> children = new ArrayList<>(List.of(
                child("conv1", Conv2d.of(ConvGeometry.of(3, 4, 3).withPadding(1))),
                child("bn1", BatchNorm2d.of(4)),
                child("relu", Relu.of())));
        for (Layer block : blocks) {
            children.add(child("block" + (children.size() - 2), block));
        }
        children.add(child("avgpool", new GlobalAveragePool()));
        children.add(child("flatten", new Flatten()));
        children.add(child("fc", Linear.of(16, 4)));
        return new Network(name, new Sequential(children), Shape.of(8, 8, 3), Preprocessing.CIFAR10, 4).initialise(7);
    }
}
