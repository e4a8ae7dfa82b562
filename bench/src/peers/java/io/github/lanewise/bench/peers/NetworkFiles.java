package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.NaiveNetwork;
import io.github.lanewise.bench.Operands;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.onnx.Onnx;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The networks that all contenders compute, in a folder that all processes share: each as our ONNX export, with the logits
 * that the naive loops compute of some seeded images.
 *
 * @param folder where they are
 */
record NetworkFiles(Path folder) {

    private static final long SEED = 6;

    /** Largest difference of a logit from the reference, as a part of the largest logit. */
    private static final double TOLERANCE = 1e-4;

    /** A network with seeded weights, always the same. */
    static Network network(String name) {
        return Networks.named(name).initialise(SEED);
    }

    /** Seeded images; the first ones of a larger batch are those of a smaller one. */
    static float[] images(Network network, int count) {
        return Operands.random(7, count * network.inputShape().elements());
    }

    /** Floating-point operations for one image. */
    static double flops(Network network) {
        return 2.0 * new NaiveNetwork(Graph.of(network)).multiplyAdds();
    }

    Path onnx(String name) {
        return folder.resolve(name + ".onnx");
    }

    /** Writes a network unless it is there. */
    void export(String name) throws IOException {
        if (!Files.exists(onnx(name))) {
            Onnx.save(network(name), onnx(name));
        }
    }

    /** Writes a network, and the reference for the first and the last image of a batch, unless they are there. */
    void prepare(String name, int batch) throws IOException {
        Network network = network(name);
        export(name);
        float[] images = images(network, batch);
        int elements = images.length / batch;
        NaiveNetwork naive = new NaiveNetwork(Graph.of(network));
        int[] missing = IntStream.of(0, batch - 1)
                .distinct()
                .filter(image -> !Files.exists(logits(name, image)))
                .toArray();
        for (int image : missing) {
            float[] logits = naive.run(Arrays.copyOfRange(images, image * elements, (image + 1) * elements));
            ByteBuffer bytes = ByteBuffer.allocate(logits.length * Float.BYTES);
            bytes.asFloatBuffer().put(logits);
            Files.write(logits(name, image), bytes.array());
        }
    }

    /**
     * Compares the logits of a batch with the reference, as far as there is one.
     *
     * @return the largest difference divided by the largest logit
     * @throws IllegalStateException if it is too large
     */
    double check(String name, int batch, float[] actual) throws IOException {
        int classes = actual.length / batch;
        double error = 0;
        for (int image = 0; image < batch; image++) {
            if (Files.exists(logits(name, image))) {
                float[] expected = new float[classes];
                ByteBuffer.wrap(Files.readAllBytes(logits(name, image)))
                        .asFloatBuffer()
                        .get(expected);
                float[] part = Arrays.copyOfRange(actual, image * classes, (image + 1) * classes);
                error = Math.max(error, difference(expected, part));
            }
        }
        if (!(error <= TOLERANCE)) {
            throw new IllegalStateException(
                    name + ", batch " + batch + ": the logits differ from the reference by " + error);
        }
        return error;
    }

    /** The largest difference divided by the largest expected value. */
    static double difference(float[] expected, float[] actual) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
        }
        return difference / largest;
    }

    private Path logits(String name, int image) {
        return folder.resolve(name + "-" + image + ".logits");
    }
}
