package io.github.lanewise.layers.residual;

import static io.github.lanewise.layers.Sequential.child;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.GlobalAveragePool;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.MaxPool2d;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.Preprocessing;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual networks of He et al. 2015 (arXiv:1512.03385), with the parameter names of PyTorch.
 *
 * <p>A new network has weights of zero: load a state or call {@link Network#initialise}.
 */
public final class ResNet {
    private static final int CIFAR_CLASSES = 10;
    static final int CIFAR_WIDTH = 16;
    private static final int IMAGENET_CLASSES = 1000;

    private ResNet() {}

    /**
     * For 32x32 images and 10 classes (section 4.2): three stages of n basic blocks with 16, 32 and 64 channels, named
     * as in akamaster/pytorch_resnet_cifar10: {@code resnet20}, or {@code resnet20-b} with option B.
     *
     * @param depth {@code 6n + 2}: 20, 32, 44, 56, 110, 1202 in the paper
     */
    public static Network cifar(int depth, Shortcut.Option option) {
        return cifar(depth, option, CIFAR_WIDTH);
    }

    /** The same with {@code width}, twice and four times as many channels: {@code resnet20-w8} and so on. */
    public static Network cifar(int depth, Shortcut.Option option, int width) {
        int blocks = cifarBlocks(depth);
        if (width < 1) {
            throw new IllegalArgumentException("a network has at least 1 channel, got a width of " + width);
        }
        Sequential layers = Sequential.of(
                child("conv1", Conv2d.of(ConvGeometry.of(3, width, 3).withPadding(1))),
                child("bn1", BatchNorm2d.of(width)),
                child("relu", Relu.of()),
                child("layer1", cifarStage(blocks, width, width, 1, option)),
                child("layer2", cifarStage(blocks, width, 2 * width, 2, option)),
                child("layer3", cifarStage(blocks, 2 * width, 4 * width, 2, option)),
                child("avgpool", new GlobalAveragePool()),
                child("flatten", new Flatten()),
                child("linear", Linear.of(4 * width, CIFAR_CLASSES)));
        String name = "resnet" + depth + (option == Shortcut.Option.B ? "-b" : "")
                + (width == CIFAR_WIDTH ? "" : "-w" + width);
        return new Network(name, layers, Shape.of(32, 32, 3), Preprocessing.CIFAR10, CIFAR_CLASSES);
    }

    private static Sequential cifarStage(
            int blocks, int inChannels, int outChannels, int stride, Shortcut.Option option) {
        return stage(
                blocks,
                inChannels,
                outChannels,
                stride,
                (in, step) -> ResidualBlock.basic(in, outChannels, step, option));
    }

    /**
     * For 224x224 images and 1000 classes (table 1), as torchvision has them: projection shortcuts where dimensions
     * change, named {@code downsample}; bottleneck blocks with the stride on the 3x3 convolution.
     *
     * @param depth 18, 34, 50, 101 or 152
     */
    public static Network imagenet(int depth) {
        List<Integer> blocks = imagenetBlocks(depth);
        boolean bottleneck = depth >= 50;
        int expansion = bottleneck ? PlainBlock.BOTTLENECK_EXPANSION : 1;
        List<Sequential.Child> children = new ArrayList<>(List.of(
                child("conv1", Conv2d.of(ConvGeometry.of(3, 64, 7).withStride(2).withPadding(3))),
                child("bn1", BatchNorm2d.of(64)),
                child("relu", Relu.of()),
                child("maxpool", new MaxPool2d(PoolGeometry.of(3, 2).withPadding(1)))));
        int inChannels = 64;
        for (int stage = 0; stage < blocks.size(); stage++) {
            int width = 64 << stage;
            StageBlock block = bottleneck
                    ? (in, stride) -> downsampling(ResidualBlock.bottleneck(in, width, stride, Shortcut.Option.B))
                    : (in, stride) -> downsampling(ResidualBlock.basic(in, width, stride, Shortcut.Option.B));
            int stride = stage == 0 ? 1 : 2;
            Sequential layers = stage(blocks.get(stage), inChannels, expansion * width, stride, block);
            children.add(child("layer" + (stage + 1), layers));
            inChannels = expansion * width;
        }
        children.add(child("avgpool", new GlobalAveragePool()));
        children.add(child("flatten", new Flatten()));
        children.add(child("fc", Linear.of(inChannels, IMAGENET_CLASSES)));
        return new Network(
                "resnet" + depth,
                new Sequential(children),
                Shape.of(224, 224, 3),
                Preprocessing.IMAGENET,
                IMAGENET_CLASSES);
    }

    private static int cifarBlocks(int depth) {
        if (depth < 8 || depth % 6 != 2) {
            int below = depth - Math.floorMod(depth - 2, 6);
            String nearest = below < 8 ? "8" : below + " and " + (below + 6);
            throw new IllegalArgumentException(
                    "the depth of a CIFAR network is 6n + 2, got " + depth + "; nearest: " + nearest);
        }
        return (depth - 2) / 6;
    }

    private static List<Integer> imagenetBlocks(int depth) {
        return switch (depth) {
            case 18 -> List.of(2, 2, 2, 2);
            case 34, 50 -> List.of(3, 4, 6, 3);
            case 101 -> List.of(3, 4, 23, 3);
            case 152 -> List.of(3, 8, 36, 3);
            default ->
                throw new IllegalArgumentException(
                        "the depth of an ImageNet network is 18, 34, 50, 101 or 152, got " + depth);
        };
    }

    /** The block of a stage with these input channels and this stride. */
    @FunctionalInterface
    private interface StageBlock {
        ResidualBlock of(int inChannels, int stride);
    }

    private static Sequential stage(int blocks, int inChannels, int outChannels, int stride, StageBlock block) {
        List<ResidualBlock> layers = new ArrayList<>();
        layers.add(block.of(inChannels, stride));
        while (layers.size() < blocks) {
            layers.add(block.of(outChannels, 1));
        }
        return Sequential.of(layers);
    }

    private static ResidualBlock downsampling(ResidualBlock block) {
        return block.plain().withShortcut(block.shortcut().named("downsample"));
    }
}
