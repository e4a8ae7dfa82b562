package io.github.lanewise.bench.peers;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.onnx.Onnx;
import io.github.lanewise.layers.onnx.OnnxOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Ours, from array to array. */
record LanewiseInference(Model model, Workers workers, float[] images, int batch, ThreadLocal<float[]> results)
        implements Inference {

    static LanewiseInference load(Path onnx, float[] images, int batch, int threads) throws IOException {
        Workers workers = threads == 1 ? Workers.single() : Workers.of(threads);
        ModelOptions options = ModelOptions.standard().withWorkers(workers);
        Model model = Onnx.load(onnx, OnnxOptions.standard().withModel(options));
        int classes = Math.toIntExact(model.outputShape().elements());
        return new LanewiseInference(
                model, workers, images, batch, ThreadLocal.withInitial(() -> new float[batch * classes]));
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
