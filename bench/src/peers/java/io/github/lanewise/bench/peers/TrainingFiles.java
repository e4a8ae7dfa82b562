package io.github.lanewise.bench.peers;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What all contenders train: a network with seeded weights, on seeded images with labels drawn by lot. Ours makes it anew;
 * others read it from a file.
 */
final class TrainingFiles {

    private static final int IMAGES = 512;

    /** Names of the tensors that are no parameters. */
    private static final String IMAGES_NAME = "images";

    private static final String LABELS_NAME = "labels";

    private final Network network;
    private final float[] images;
    private final int[] labels;

    private TrainingFiles(Network network, float[] images, int[] labels) {
        this.network = network;
        this.images = images;
        this.labels = labels;
    }

    /** Always the same for a network. */
    static TrainingFiles of(String name) {
        Network network = NetworkFiles.network(name);
        return new TrainingFiles(
                network,
                NetworkFiles.images(network, IMAGES),
                new SplittableRandom(IMAGES).ints(IMAGES, 0, network.classes()).toArray());
    }

    Network network() {
        return network;
    }

    /** {@code [count, C, H, W]}. */
    float[] images() {
        return images;
    }

    /** One for each image. */
    int[] labels() {
        return labels;
    }

    /** Writes the parameters, the images and the labels as tensors of one file. */
    void write(Path file) throws IOException {
        Shape image = network.inputShape();
        float[] classes = new float[labels.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels[i];
        }
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(StateDict.of(network.layer()).tensors());
        tensors.put(IMAGES_NAME, Tensor.of(images, IMAGES, image.dimension(2), image.dimension(0), image.dimension(1)));
        tensors.put(LABELS_NAME, Tensor.of(classes, IMAGES));
        Safetensors.write(file, tensors, Map.of());
    }

    /**
     * Floating-point operations of a step for one image: the multiply-adds of the forward pass, as many for the gradient of
     * the weights and for that of the input, which the first layer does not need.
     */
    static double operations(Network network) {
        Graph graph = Graph.of(network);
        Node first = graph.nodes().stream()
                .filter(node -> node.operator() instanceof Operator.Conv)
                .findFirst()
                .orElseThrow();
        long notNeeded = ((Operator.Conv) first.operator())
                .geometry()
                .multiplyAdds(graph.input().shape());
        return 3 * NetworkFiles.flops(network) - 2.0 * notNeeded;
    }
}
