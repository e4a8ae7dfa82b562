package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The tour's network at work: one image, again and again.
 *
 * @param hash of the bits of all logits, the beginning of their SHA-256
 */
record TourNetwork(RunTimes times, String hash) {
    private static final int HASH_BYTES = 8;

    /** Compiles the network for so many threads, warms it up and runs it. */
    static TourNetwork run(Network network, float[] image, int threads) {
        try (Workers workers = Workers.of(threads);
                Model model = Model.compile(network, ModelOptions.standard().withWorkers(workers))) {
            model.warmUp();
            float[] logits = new float[network.classes()];
            RunTimes times = RunTimes.of(() -> model.run(image, logits));
            return new TourNetwork(times, hash(logits));
        }
    }

    private static String hash(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }
}
