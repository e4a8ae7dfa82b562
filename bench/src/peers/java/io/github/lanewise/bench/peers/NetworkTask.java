package io.github.lanewise.bench.peers;

import io.github.lanewise.layers.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A batch of images through a network. */
record NetworkTask(NetworkFiles files, String name, int batch, double operations, Inference inference) implements Task {

    static NetworkTask of(Contender contender, int threads, Path folder, String name, int batch)
            throws RefusedException, IOException {
        NetworkFiles files = new NetworkFiles(folder);
        Network network = NetworkFiles.network(name);
        float[] images = NetworkFiles.images(network, batch);
        Inference inference = Inference.of(contender, files.onnx(name), name, images, batch, threads);
        return new NetworkTask(files, name, batch, batch * NetworkFiles.flops(network), inference);
    }

    @Override
    public double check() {
        try {
            return files.check(name, batch, inference.logits());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void run() {
        inference.run();
    }

    @Override
    public void close() {
        inference.close();
    }
}
