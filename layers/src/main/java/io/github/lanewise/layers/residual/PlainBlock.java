package io.github.lanewise.layers.residual;

import static io.github.lanewise.layers.Sequential.child;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.Lowering;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * {@code y = g(branch(a))}: the layers of a residual block without its shortcut. {@link #withShortcut} makes it
 * residual.
 *
 * <p>Parameters have the names that they have in the branch: {@code conv1.weight}, {@code bn1.weight} and so on in
 * convolutional blocks, {@code fc1.weight} in dense ones.
 */
public record PlainBlock(Sequential branch, Activation activation) implements Layer {
    static final int BOTTLENECK_EXPANSION = 4;

    /** Two 3x3 convolutions with batch norm; the first has the stride. */
    public static PlainBlock basic(int inChannels, int outChannels, int stride) {
        return convolutions(2, inChannels, outChannels, stride);
    }

    /** As many 3x3 convolutions with batch norm, ReLU between them; the first has the stride. */
    public static PlainBlock convolutions(int layers, int inChannels, int outChannels, int stride) {
        if (layers < 1) {
            throw new IllegalArgumentException("a block needs at least one layer, got " + layers);
        }
        List<ConvGeometry> geometries = new ArrayList<>();
        geometries.add(
                ConvGeometry.of(inChannels, outChannels, 3).withStride(stride).withPadding(1));
        for (int layer = 1; layer < layers; layer++) {
            geometries.add(ConvGeometry.of(outChannels, outChannels, 3).withPadding(1));
        }
        return new PlainBlock(convolutions(geometries), Activation.RELU);
    }

    /**
     * 1x1 to {@code width} channels, 3x3 with the stride, 1x1 to {@code 4 * width} channels, each with batch norm. The
     * stride stands where torchvision has it; in the paper the first convolution has it.
     */
    public static PlainBlock bottleneck(int inChannels, int width, int stride) {
        return new PlainBlock(
                convolutions(List.of(
                        ConvGeometry.of(inChannels, width, 1),
                        ConvGeometry.of(width, width, 3).withStride(stride).withPadding(1),
                        ConvGeometry.of(width, BOTTLENECK_EXPANSION * width, 1))),
                Activation.RELU);
    }

    /** Dense layers with bias, {@code features[0]} to {@code features[1]} and so on, ReLU between them. */
    public static PlainBlock dense(int... features) {
        if (features.length < 2) {
            throw new IllegalArgumentException(
                    "a dense block needs at least 2 numbers of features, got " + features.length);
        }
        List<Sequential.Child> children = new ArrayList<>();
        for (int layer = 1; layer < features.length; layer++) {
            if (layer > 1) {
                children.add(child("relu" + (layer - 1), Relu.of()));
            }
            children.add(child("fc" + layer, Linear.of(features[layer - 1], features[layer])));
        }
        return new PlainBlock(new Sequential(children), Activation.RELU);
    }

    private static Sequential convolutions(List<ConvGeometry> geometries) {
        List<Sequential.Child> children = new ArrayList<>();
        for (int layer = 1; layer <= geometries.size(); layer++) {
            if (layer > 1) {
                children.add(child("relu" + (layer - 1), Relu.of()));
            }
            ConvGeometry geometry = geometries.get(layer - 1);
            children.add(child("conv" + layer, Conv2d.of(geometry)));
            children.add(child("bn" + layer, BatchNorm2d.of(geometry.outChannels())));
        }
        return new Sequential(children);
    }

    /** The residual block with the same layers, and the same parameters in memory. */
    public ResidualBlock withShortcut(Shortcut shortcut) {
        return new ResidualBlock(branch, shortcut, activation);
    }

    @Override
    public SequencedMap<String, Parameter> parameters() {
        return branch.parameters();
    }

    @Override
    public Tensor forward(Tensor a, Tape tape) {
        Tensor z = branch.forward(a, tape);
        Tensor y = tape.allocate(z.shape());
        Elementwise.activate(activation, z, y, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value a, Lowering target) {
        return target.endOfBlock(target.at("relu").activate(branch.lower(a, target), activation));
    }
}
