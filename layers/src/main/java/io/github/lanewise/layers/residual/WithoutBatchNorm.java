package io.github.lanewise.layers.residual;

import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.Sequential;

/** Networks without their batch norms, to see what these are worth; the other layers share their parameters. */
public final class WithoutBatchNorm {
    private WithoutBatchNorm() {}

    /** The network of the same layers but batch norm, with {@code -no-bn} behind its name. */
    public static Network of(Network network) {
        return new Network(
                network.name() + "-no-bn",
                without(network.layer()),
                network.inputShape(),
                network.preprocessing(),
                network.classes());
    }

    private static Layer without(Layer layer) {
        return switch (layer) {
            case Sequential sequence -> without(sequence);
            case ResidualBlock block ->
                new ResidualBlock(without(block.branch()), without(block.shortcut()), block.activation());
            case PlainBlock block -> new PlainBlock(without(block.branch()), block.activation());
            default -> layer;
        };
    }

    private static Sequential without(Sequential sequence) {
        return new Sequential(sequence.children().stream()
                .filter(child -> !(child.layer() instanceof BatchNorm2d))
                .map(child -> Sequential.child(child.name(), without(child.layer())))
                .toList());
    }

    private static Shortcut without(Shortcut shortcut) {
        return shortcut instanceof Shortcut.Projection projection
                ? new Shortcut.Projection(projection.name(), without(projection.layer()))
                : shortcut;
    }
}
