package io.github.lanewise.layers.residual;

import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Sequential;

/**
 * Zero for the last scale of each residual block, so that the block begins as its shortcut and a network of any depth as
 * a shallow one. Goyal et al. 2017 (arXiv:1706.02677), section 5.1.
 *
 * <p>Blocks with a zero-padded shortcut keep theirs. If such a block began as its shortcut, the new channels would be
 * exactly 0, and the gradient of ReLU is 0 there: neither scale nor shift of these channels would ever move, nor would
 * those of the later blocks of the stage.
 */
public final class IdentityStart {
    private IdentityStart() {}

    /** Sets the scales, after the weights were initialised; blocks that do not end in batch norm keep theirs. */
    public static void apply(Layer layer) {
        switch (layer) {
            case Sequential sequential -> sequential.children().forEach(child -> apply(child.layer()));
            case ResidualBlock block -> {
                if (!(block.shortcut() instanceof Shortcut.ZeroPadded)
                        && block.branch().children().getLast().layer() instanceof BatchNorm2d norm) {
                    norm.weight().values().fill(0);
                }
            }
            default -> {}
        }
    }
}
