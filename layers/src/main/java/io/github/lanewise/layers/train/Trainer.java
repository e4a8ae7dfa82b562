package io.github.lanewise.layers.train;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.BatchLoader;
import io.github.lanewise.layers.data.ImageDataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Trains a network: takes batches, computes gradients, moves the parameters, evaluates, writes checkpoints, keeps the
 * history and tells its listeners.
 *
 * <p>The parameters after each step depend on the network's first parameters, the data and the options alone: not on the
 * number of threads, not on whether the training was interrupted and resumed. Images that do not fill a batch at the end
 * of an epoch are left out of it; evaluation uses all. For one thread at a time; only
 * {@link #stop} may be called from others.
 */
public final class Trainer implements AutoCloseable {
    private final Network network;
    private final TrainingData data;
    private final TrainingOptions options;
    private final StepMaker maker;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private final Pace pace = new Pace();
    private final int batchesPerEpoch;
    private final long steps;
    private volatile boolean stopping;

    /**
     * A training at its beginning, with the parameters that the network has now.
     *
     * @throws IllegalArgumentException if the data does not fit the network or fills no batch
     */
    public Trainer(Network network, TrainingData data, TrainingOptions options) {
        requireFit(network, data.training());
        this.network = network;
        this.data = data;
        this.options = options;
        batchesPerEpoch = data.training().size() / options.batch();
        if (batchesPerEpoch == 0) {
            throw new IllegalArgumentException(data.training().size() + " images do not fill one batch of "
                    + options.batch() + "; take a smaller batch");
        }
        steps = options.epochs() > 0 ? Math.multiplyExact(options.epochs(), batchesPerEpoch) : options.steps();
        maker = new StepMaker(network, options);
    }

    private static void requireFit(Network network, ImageDataSet images) {
        if (!images.imageShape().equals(network.inputShape()) || images.classes() > network.classes()) {
            throw new IllegalArgumentException("images " + images.imageShape() + " of " + images.classes()
                    + " classes do not fit " + network.name() + " for images " + network.inputShape() + " of "
                    + network.classes() + " classes");
        }
    }

    /** Adds a listener, and returns this trainer. */
    public Trainer listen(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** How many steps have been made. */
    public long step() {
        return ledger.step();
    }

    /** How many steps there will be. */
    public long steps() {
        return steps;
    }

    public int batchesPerEpoch() {
        return batchesPerEpoch;
    }

    /** The memory of activations and their gradients. */
    public long plannedBytes() {
        return maker.plannedBytes();
    }

    public History history() {
        return ledger.history();
    }

    /** Lets {@link #run} end after the step under way, with a checkpoint. */
    public void stop() {
        stopping = true;
    }

    /**
     * Goes on where the checkpoint in the folder of the options was written; false if there is none.
     *
     * @throws CheckpointException if the checkpoint is of another network or training, or broken
     * @throws IllegalArgumentException if the options name no folder
     */
    public boolean resume() throws IOException {
        Path folder = options.checkpoints();
        if (folder == null) {
            throw new IllegalArgumentException("no folder of checkpoints to resume from");
        }
        if (!Files.exists(Checkpoint.file(folder))) {
            return false;
        }
        ledger.restore(Checkpoint.read(folder, network.layer(), maker.descent(), identity()));
        return true;
    }

    /**
     * Trains to the end, or until {@link #stop}, and returns the history.
     *
     * @throws NonFiniteException if loss or gradients are NaN or infinite; the parameters are those before that step, the
     *     running statistics of batch norm are not
     * @throws IOException if a checkpoint cannot be written; the last one is whole
     */
    public History run() throws IOException {
        stopping = false;
        try (BatchLoader loader = new BatchLoader(
                        data.training(),
                        data.augmentation(),
                        options.batch(),
                        options.seed(),
                        options.loaderThreads(),
                        true,
                        true)
                .startAt(step() / batchesPerEpoch, (int) (step() % batchesPerEpoch))) {
            while (step() < steps && !stopping) {
                makeStep(loader);
                recordRow();
                if (isDue(options.checkpointEvery())) {
                    writeCheckpoint();
                }
            }
        }
        if (stopping) {
            writeCheckpoint();
        }
        return history();
    }

    private void makeStep(BatchLoader loader) {
        double rate = options.schedule().rate(step());
        StepMaker.Outcome made = maker.make(loader, step());
        ledger.add(made);
        pace.add(made.times().total());
        StepReport report = new StepReport(
                epoch(),
                step(),
                steps,
                made.loss(),
                made.correct(),
                options.batch(),
                rate,
                made.gradientNorm(),
                made.times(),
                pace.left(steps - step()));
        listeners.forEach(listener -> listener.stepMade(report));
    }

    /** Adds a row to the history where one is due. */
    private void recordRow() {
        long step = step();
        boolean last = step == steps;
        boolean epochEnds = step % batchesPerEpoch == 0;
        boolean tests =
                data.test() != null && (last || (epochEnds && step / batchesPerEpoch % options.testEvery() == 0));
        if (!isDue(options.rowEvery()) && !last && !tests) {
            return;
        }
        History.Row row = ledger.endRow(
                epoch(),
                options.schedule().rate(step - 1),
                options.batch(),
                tests ? evaluate(Objects.requireNonNull(data.test())) : null);
        listeners.forEach(listener -> listener.rowAdded(row));
    }

    /** Evaluates images with the present parameters, prepared as the test images are. */
    public Evaluation evaluate(ImageDataSet images) {
        return Evaluation.of(
                network,
                images,
                data.preparation(),
                options.batch(),
                options.loss(),
                options.network().workers());
    }

    /** Writes a checkpoint, if the options name a folder. */
    private void writeCheckpoint() throws IOException {
        Path folder = options.checkpoints();
        if (folder == null) {
            return;
        }
        TrainingState state = ledger.state(identity(), options.schedule().toString(), batchesPerEpoch);
        Path file = Checkpoint.write(folder, network.layer(), maker.descent(), state);
        listeners.forEach(listener -> listener.checkpointWritten(file));
    }

    /** Whether so many steps have passed once more, or an epoch if that is 0, or all steps are made. */
    private boolean isDue(long every) {
        return step() == steps || step() % (every == 0 ? batchesPerEpoch : every) == 0;
    }

    private long epoch() {
        return (step() - 1) / batchesPerEpoch;
    }

    private TrainingState.Identity identity() {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        settings.put("network", network.name());
        settings.put("optimiser", options.optimiser().toString());
        settings.put("loss", options.loss().toString());
        settings.put("clipping", options.clipping().toString());
        settings.put("batch", Integer.toString(options.batch()));
        settings.put("seed", Long.toString(options.seed()));
        settings.put("images", Integer.toString(data.training().size()));
        return new TrainingState.Identity(settings);
    }

    /** Frees the memory of the training; the network keeps its parameters. */
    @Override
    public void close() {
        maker.close();
    }
}
