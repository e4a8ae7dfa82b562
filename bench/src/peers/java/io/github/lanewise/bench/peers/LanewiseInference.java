package io.github.lanewise.bench.peers;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.onnx.Onnx;
import io.github.lanewise.layers.onnx.OnnxOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Ours, from array to array. */
final class LanewiseInference implements Inference {

    private final Model model;
    private final Workers workers;
    private final float[] images;
    private final int batch;
    private final ThreadLocal<float[]> results;

    private LanewiseInference(Model model, Workers workers, float[] images, int batch) {
        this.model = model;
        this.workers = workers;
        this.images = images;
        this.batch = batch;
        int logits = batch * Math.toIntExact(model.outputShape().elements());
        this.results = ThreadLocal.withInitial(() -> new float[logits]);
    }

    static LanewiseInference load(Path onnx, float[] images, int batch, int threads) throws IOException {
        Workers workers = threads == 1 ? Workers.single() : Workers.of(threads);
        ModelOptions options = ModelOptions.standard().withWorkers(workers);
        Model model = Onnx.load(onnx, OnnxOptions.standard().withModel(options));
        return new LanewiseInference(model, workers, images, batch);
    }

    /** Itself, once the virtual machine has compiled what it needs. */
    LanewiseInference warmedUp() {
        model.warmUp();
        return this;
    }

    @Override
    public void run() {
        model.run(images, results.get());
    }

    @Override
    public float[] logits() {
        return model.run(images, batch);
    }

    @Override
    public void close() {
        model.close();
        workers.close();
    }
}
