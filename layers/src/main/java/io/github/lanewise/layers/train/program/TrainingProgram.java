package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Denormals;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Lowering;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network lowered to steps for one size of batch, with the memory of its activations and gradients.
 *
 * <p>One call at a time. The forward pass leaves what the backward pass needs, so each backward pass belongs to the
 * forward pass right before it. Neither allocates anything.
 */
public final class TrainingProgram implements AutoCloseable {
    private final Arena arena;
    private final ParameterTable parameters;
    private final Value input;
    private final Value output;
    private final List<Step> steps;
    private final Task[] forward;
    private final Task[] backward;
    private final SlotPlan plan;
    private final boolean flush;

    private TrainingProgram(Layer layer, Shape inputShape, ProgramOptions options, Arena arena) {
        this.arena = arena;
        flush = options.flushDenormals();
        parameters = new ParameterTable(layer, arena);
        OperationRecorder recorder = new OperationRecorder();
        Lowering.Value result = layer.lower(recorder.input(inputShape), recorder);
        StepBuilder builder = new StepBuilder(parameters, options, arena);
        steps = builder.build(recorder.nodes(), result.id());
        input = builder.value(0);
        output = builder.value(result.id());
        Set<Value> blockEnds = recorder.blockEnds().stream()
                .filter(builder::isValue)
                .map(builder::value)
                .collect(Collectors.toSet());
        Timeline timeline = new Timeline(Segments.of(steps, blockEnds, options.recomputedBlocks()), input, output);
        forward = timeline.forward().toArray(Task[]::new);
        backward = timeline.backward().toArray(Task[]::new);
        plan = new SlotPlan(timeline.slots());
    }

    /**
     * Lowers a layer and plans its memory, which {@link #allocate} then takes.
     *
     * @param inputShape with the batch
     * @throws IllegalArgumentException naming an operation that has no gradient here
     */
    public static TrainingProgram compile(Layer layer, Shape inputShape, ProgramOptions options) {
        Arena arena = Arena.ofShared();
        try {
            return new TrainingProgram(layer, inputShape, options, arena);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /** Takes the memory that was planned; to be called once, before all else that computes. */
    public void allocate() {
        plan.allocate(arena);
    }

    /** The memory of activations and their gradients. */
    public long plannedBytes() {
        return plan.bytes();
    }

    /** The gradients of all trained parameters by name, overwritten by each backward pass. */
    public SequencedMap<String, Tensor> gradients() {
        return parameters.gradients();
    }

    /** The names of the steps, in the order of the forward pass. */
    public List<String> layers() {
        return steps.stream().map(step -> step.output().name()).toList();
    }

    /** Where the batch is put before the forward pass; it stays. */
    public Tensor input() {
        return input.tensor();
    }

    /** The result of the last forward pass. */
    public Tensor output() {
        return output.tensor();
    }

    /** Where the gradient of the loss with respect to {@link #output} is put before the backward pass. */
    public Tensor outputGradient() {
        return output.gradient();
    }

    /** Computes the output, and moves the running statistics of every batch norm. */
    public void forward(StepObserver observer, Workers workers) {
        for (Task task : forward) {
            compute(task, workers);
            Value result = task.step().output();
            observer.computed(result.name(), result.tensor());
        }
    }

    /** Computes the gradients of all parameters. */
    public void backward(StepObserver observer, Workers workers) {
        for (Task task : backward) {
            if (task instanceof Task.Forward) {
                compute(task, workers);
            } else {
                Value result = task.step().output();
                if (flush) {
                    Denormals.flush(result.gradient(), workers);
                }
                observer.differentiated(result.name(), result.gradient());
                task.run(workers);
            }
        }
    }

    private void compute(Task task, Workers workers) {
        task.run(workers);
        if (flush) {
            Denormals.flush(task.step().output().tensor(), workers);
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
