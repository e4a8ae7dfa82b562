package io.github.lanewise.layers.train;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.data.Batch;
import io.github.lanewise.layers.data.BatchLoader;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import java.util.Arrays;

/**
 * How well a network does on images that it need not have seen, as the inference model computes it: with running
 * statistics, folded and fused, so these are the numbers that the deployed network has.
 *
 * @param loss the mean over all images
 * @param accuracy the share of images that were classified rightly
 */
public record Evaluation(double loss, double accuracy, int images) {
    public double error() {
        return 1 - accuracy;
    }

    /** Evaluates all images of a data set with the parameters that the network has now. */
    public static Evaluation of(
            Network network, ImageDataSet data, Augmentation preparation, int batch, Loss loss, Workers workers) {
        double lossSum = 0;
        long correct = 0;
        int size = Math.min(batch, data.size());
        try (Model model = Model.compile(network, ModelOptions.standard().withWorkers(workers));
                BatchLoader loader = new BatchLoader(data, preparation, size, 0, 1, false, false)) {
            int floats = Math.toIntExact(network.inputShape().elements());
            for (int index = 0; index < loader.batchesPerEpoch(); index++) {
                Batch images = loader.next();
                int count = images.count();
                float[] pixels = count == size ? images.images() : Arrays.copyOf(images.images(), count * floats);
                Tensor output = Tensor.of(model.run(pixels, count), count, network.classes());
                lossSum += count * loss.evaluate(output, images.labels(), null);
                correct += Predictions.correct(output, images.labels());
            }
        }
        return new Evaluation(lossSum / data.size(), (double) correct / data.size(), data.size());
    }
}
