package io.github.lanewise.bench;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.residual.Networks;
import java.util.Arrays;
import java.util.List;

/**
 * A compiled network with seeded weights on seeded images, from one {@code float[]} of the caller to another, one
 * thread.
 *
 * @param network as {@link Networks#named} knows it
 */
record NetworkProblem(String network, int batch) implements Problem {

    private static final long SEED = 6;

    /** Largest difference of a logit from the reference, as a part of the largest logit. */
    private static final double TOLERANCE = 1e-4;

    /** Reads {@code "network batch"}. */
    static NetworkProblem parse(String line) {
        List<String> words = Shapes.words(line, 2);
        return new NetworkProblem(words.getFirst(), Integer.parseInt(words.getLast()));
    }

    @Override
    public String label() {
        return network + ", batch " + batch;
    }

    @Override
    public Subject naive() {
        Network built = build();
        NaiveNetwork naive = new NaiveNetwork(Graph.of(built));
        float[] image = images(built, 1);
        return new Subject() {
            @Override
            public double flops() {
                return 2.0 * naive.multiplyAdds();
            }

            @Override
            public void run() {
                naive.run(image);
            }
        };
    }

    @Override
    public Subject simd() {
        Network built = build();
        Model model = Model.compile(built);
        model.warmUp();
        float[] images = images(built, batch);
        float[] logits = new float[batch * built.classes()];
        double flops = 2.0 * batch * new NaiveNetwork(Graph.of(built)).multiplyAdds();
        return new Subject() {
            @Override
            public double flops() {
                return flops;
            }

            @Override
            public void run() {
                model.run(images, logits);
            }

            @Override
            public void verify() {
                run();
                for (int image : batch == 1 ? new int[] {0} : new int[] {0, batch - 1}) {
                    verifyImage(built, part(images, image), image, part(logits, image));
                }
            }
        };
    }

    private void verifyImage(Network built, float[] pixels, int image, float[] logits) {
        float[] expected = new NaiveNetwork(Graph.of(built)).run(pixels);
        double largest = 0;
        for (float logit : expected) {
            largest = Math.max(largest, Math.abs(logit));
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(logits[i] - expected[i]) <= TOLERANCE * largest)) {
                throw new IllegalStateException(label() + ", image " + image + ", logit " + i + ": the reference gives "
                        + expected[i] + ", the engine " + logits[i]);
            }
        }
    }

    private Network build() {
        return Networks.named(network).initialise(SEED);
    }

    private static float[] images(Network network, int count) {
        return Operands.random(7, count * network.inputShape().elements());
    }

    private float[] part(float[] values, int image) {
        int length = values.length / batch;
        return Arrays.copyOfRange(values, image * length, (image + 1) * length);
    }
}
