package io.github.lanewise.layers.residual;

import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.Sequential;

/**
 * The plain twins of {@link ResNet}: the same networks without their shortcuts, which get worse with depth. The names
 * of the parameters are the same but for the projections, which are gone.
 */
public final class PlainNet {
    private PlainNet() {}

    /** {@code plain20} and so on, see {@link ResNet#cifar}. */
    public static Network cifar(int depth) {
        return of(ResNet.cifar(depth, Shortcut.Option.A));
    }

    /** {@code plain18} and so on, see {@link ResNet#imagenet}. */
    public static Network imagenet(int depth) {
        return of(ResNet.imagenet(depth));
    }

    /** A residual network without its shortcuts, over the same parameters in memory. */
    public static Network of(Network residual) {
        if (!(residual.layer() instanceof Sequential layers)) {
            throw new IllegalArgumentException(residual.name() + " is not a sequence of residual blocks");
        }
        return new Network(
                residual.name().replaceFirst("^resnet", "plain"),
                layers.map(PlainNet::withoutShortcut),
                residual.inputShape(),
                residual.preprocessing(),
                residual.classes());
    }

    private static Layer withoutShortcut(Layer layer) {
        return layer instanceof ResidualBlock block ? block.plain() : layer;
    }
}
