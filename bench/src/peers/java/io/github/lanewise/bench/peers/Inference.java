package io.github.lanewise.bench.peers;

import java.io.IOException;
import java.nio.file.Path;

/** A network by some library, ready for calls with always the same images. */
interface Inference extends AutoCloseable {

    /** Computes all images; may be called by several threads at once. */
    void run();

    /** Computes all images, the logits one image after another. */
    float[] logits();

    @Override
    void close();

    /**
     * Loads a network.
     *
     * @param threads that share a call
     * @throws RefusedException if the contender has no networks
     */
    static Inference of(Contender contender, Path onnx, String name, float[] images, int batch, int threads)
            throws RefusedException, IOException {
        return switch (contender) {
            case LANEWISE ->
                LanewiseInference.load(onnx, images, batch, threads).warmedUp();
            case ONNX_RUNTIME -> OnnxRuntimeInference.load(onnx, images, batch, threads);
            case PYTORCH -> new PyTorchInference(NetworkFiles.network(name), images, batch);
            default -> throw new RefusedException("has no networks");
        };
    }
}
