package io.github.lanewise.bench.peers;

import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.train.Descent;
import io.github.lanewise.layers.train.Loss;
import io.github.lanewise.layers.train.Sgd;
import io.github.lanewise.layers.train.SoftmaxCrossEntropy;
import io.github.lanewise.layers.train.StepTimes;
import io.github.lanewise.layers.train.TrainingNetwork;
import io.github.lanewise.layers.train.TrainingNetworkOptions;
import java.util.StringJoiner;

/** Our training, step by step: the next batch is copied, then forward, backward, and SGD with momentum. */
final class TrainingTask implements Task {

    private static final double RATE = 0.1;
    private static final double MOMENTUM = 0.9;
    private static final double WEIGHT_DECAY = 1e-4;

    /** Steps after which a wrong gradient or optimiser shows in the loss. */
    private static final int CHECKED_STEPS = 3;

    private final TrainingFiles files;
    private final int batch;
    private final Workers workers;
    private final TrainingNetwork network;
    private final Descent descent;
    private final Loss loss = new SoftmaxCrossEntropy();
    private final float[] images;
    private final int[] labels;
    private int next;
    private double lastLoss;

    TrainingTask(String name, int batch, int threads) {
        this.batch = batch;
        files = TrainingFiles.of(name);
        workers = threads == 1 ? Workers.single() : Workers.of(threads);
        network = TrainingNetwork.of(
                files.network(), batch, TrainingNetworkOptions.standard().withWorkers(workers));
        descent = Sgd.of(MOMENTUM, WEIGHT_DECAY).begin(network.parameters(), network.gradients());
        images = new float[files.images().length / files.labels().length * batch];
        labels = new int[batch];
    }

    /** The loss of the third batch, after two steps, which is held against that of others. */
    @Override
    public double check() {
        for (int i = 0; i < CHECKED_STEPS; i++) {
            run();
            Engine.awaitKernels();
        }
        return lastLoss;
    }

    @Override
    public double operations() {
        return batch * TrainingFiles.operations(files.network());
    }

    @Override
    public void run() {
        step();
    }

    /**
     * Trains for so long, one step at least; on several threads a step before that is not counted.
     *
     * @return nanoseconds for the batch, forward, backward and the optimiser, step after step
     */
    String steps(long nanos) {
        if (workers.threads() > 1) {
            step();
        }
        StringJoiner times = new StringJoiner(" ");
        long start = System.nanoTime();
        do {
            StepTimes one = step();
            times.add(one.data() + " " + one.forward() + " " + one.backward() + " " + one.optimiser());
        } while (System.nanoTime() - start < nanos);
        return times.toString();
    }

    private StepTimes step() {
        long begin = System.nanoTime();
        System.arraycopy(files.images(), next * (images.length / batch), images, 0, images.length);
        System.arraycopy(files.labels(), next, labels, 0, batch);
        next = (next + batch) % files.labels().length;
        long loaded = System.nanoTime();
        Tensor output = network.forward(images);
        lastLoss = loss.evaluate(output, labels, network.outputGradient());
        long forward = System.nanoTime();
        network.backward();
        long backward = System.nanoTime();
        descent.step(RATE, workers);
        long end = System.nanoTime();
        return new StepTimes(loaded - begin, forward - loaded, backward - forward, end - backward);
    }

    @Override
    public void close() {
        network.close();
        workers.close();
    }
}
