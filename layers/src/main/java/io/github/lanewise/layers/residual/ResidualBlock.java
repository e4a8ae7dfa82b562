package io.github.lanewise.layers.residual;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Lowering;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.Tape;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * {@code y = g(branch(a) + s(a))}, the building block of He et al. 2015 (arXiv:1512.03385), figure 2 and equation 2.
 *
 * <p>Branch and shortcut must map a to the same shape; the branch may have one, two, three or more layers. If its
 * weights and biases are zero and s is the identity, the block returns a where a &gt;= 0, bit for bit (but 0 for -0).
 * {@link #plain} is the same block without s.
 */
public record ResidualBlock(Sequential branch, Shortcut shortcut, Activation activation) implements Layer {
    /** Two 3x3 convolutions with batch norm; ResNet-18 and 34, and all CIFAR networks. */
    public static ResidualBlock basic(int inChannels, int outChannels, int stride, Shortcut.Option option) {
        return convolutions(2, inChannels, outChannels, stride, option);
    }

    /** A shortcut over as many 3x3 convolutions with batch norm. */
    public static ResidualBlock convolutions(
            int layers, int inChannels, int outChannels, int stride, Shortcut.Option option) {
        return PlainBlock.convolutions(layers, inChannels, outChannels, stride)
                .withShortcut(option.between(inChannels, outChannels, stride));
    }

    /** 1x1, 3x3 with the stride, 1x1 to {@code 4 * width} channels; ResNet-50, 101 and 152. */
    public static ResidualBlock bottleneck(int inChannels, int width, int stride, Shortcut.Option option) {
        PlainBlock plain = PlainBlock.bottleneck(inChannels, width, stride);
        return plain.withShortcut(option.between(inChannels, PlainBlock.BOTTLENECK_EXPANSION * width, stride));
    }

    /**
     * A shortcut over dense layers: {@code dense(option, in, hidden, out)} is {@code g(W2 g(W1 a + b1) + b2 + s(a))}.
     *
     * @param features those of a, then those of each layer
     */
    public static ResidualBlock dense(Shortcut.Option option, int... features) {
        return PlainBlock.dense(features)
                .withShortcut(option.betweenFeatures(features[0], features[features.length - 1]));
    }

    /** The plain block with the same layers, and the same parameters in memory. */
    public PlainBlock plain() {
        return new PlainBlock(branch, activation);
    }

    @Override
    public SequencedMap<String, Parameter> parameters() {
        SequencedMap<String, Parameter> parameters = new LinkedHashMap<>(branch.parameters());
        parameters.putAll(shortcut.parameters());
        return parameters;
    }

    @Override
    public Tensor forward(Tensor a, Tape tape) {
        Tensor z = branch.forward(a, tape);
        Tensor y = tape.allocate(z.shape());
        Elementwise.addActivate(z, shortcut.forward(a, tape), activation, y, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value a, Lowering target) {
        Lowering.Value sum = target.at("add").add(branch.lower(a, target), shortcut.lower(a, target));
        return target.endOfBlock(target.at("relu").activate(sum, activation));
    }
}
