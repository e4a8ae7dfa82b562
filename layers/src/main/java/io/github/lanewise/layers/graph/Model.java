package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Network;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A network compiled for inference: batch norm folded, epilogues fused, memory planned, weights packed once.
 *
 * <p>Arrays, buffers and segments hold images channels-first, {@code [batch, C, H, W]}, or features {@code [batch, F]};
 * tensors hold images {@code [batch, H, W, C]}. All of them hold float32, as it was computed; results by name have the
 * precision of the type that the model declares. The result of an image has the same bits whatever the number of threads
 * and whatever batch it comes in. A model does not change when the network does.
 *
 * <p>Safe for any number of threads; each call at a time has memory of its own, which the next one uses again, so that
 * a call allocates nothing but its result. One for which there is not enough ends in {@link ShapeException}, and later ones
 * that need less are served. {@link #close} waits for the calls under way; later ones end in
 * {@link IllegalStateException}. A model that is forgotten is freed by the garbage collector.
 */
public final class Model implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final long WARM_UP_LIMIT = TimeUnit.SECONDS.toNanos(5);
    private static final long STABLE_TIME = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int STABLE_RUNS = 20;
    private static final double PROGRESS = 0.95;

    private final GraphSource source;
    private final Programs programs;
    private final PlanPool plans;
    private final WeightStore weights;
    private final @Nullable SingleInput single;
    final @Nullable Program program;
    private final Cleaner.Cleanable cleanable;

    private Model(GraphSource source, Programs programs, PlanPool plans, WeightStore weights, Arena arena) {
        this.source = source;
        this.programs = programs;
        this.plans = plans;
        this.weights = weights;
        this.single = SingleInput.of(source);
        this.program = programOfOne(source, programs);
        this.cleanable = CLEANER.register(this, () -> {
            plans.close();
            arena.close();
        });
    }

    /** The program for one example, unless its inputs are not known before the first call. */
    private static @Nullable Program programOfOne(GraphSource source, Programs programs) {
        List<Shape> shapes = source.shapesOfOne();
        if (shapes == null) {
            return null;
        }
        try {
            return programs.program(Signature.of(shapes.toArray(Shape[]::new)));
        } catch (ValueNeededException atTheFirstCall) {
            return null;
        }
    }

    public static Model compile(Network network) {
        return compile(network, ModelOptions.standard());
    }

    public static Model compile(Network network, ModelOptions options) {
        return compile(network.layer(), network.inputShape(), options);
    }

    /** Compiles a layer for inputs {@code [H, W, C]} or {@code [F]}; {@link ShapeException} if they do not fit. */
    public static Model compile(Layer layer, Shape inputShape, ModelOptions options) {
        int[] dimensions = inputShape.toArray();
        int[] withBatch = new int[dimensions.length + 1];
        withBatch[0] = 1;
        System.arraycopy(dimensions, 0, withBatch, 1, dimensions.length);
        return compile(Graph.of(layer, Shape.of(withBatch)), options);
    }

    /** Compiles a graph of one input and one output, which have the batch as their first dimension, for every batch. */
    public static Model compile(Graph graph, ModelOptions options) {
        return compile(BatchedGraph.of(graph), options);
    }

    /** Compiles the graphs of a source: at once for one example if its shape is known, for others when they are run. */
    public static Model compile(GraphSource source, ModelOptions options) {
        Arena arena = Arena.ofShared();
        try {
            WeightStore weights = new WeightStore(arena, source::isShared);
            Programs programs = new Programs(source, options, weights);
            PlanPool plans =
                    new PlanPool(signature -> programs.program(signature).plan(options.workers()), options.maxPlans());
            return new Model(source, programs, plans, weights, arena);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /** Names, types and shapes of the inputs. */
    public List<ValueInfo> inputs() {
        return source.inputs();
    }

    /** Names, types and shapes of the outputs. */
    public List<ValueInfo> outputs() {
        return source.outputs();
    }

    /** What the file says about itself; empty for our own networks. */
    public Map<String, String> metadata() {
        return source.metadata();
    }

    /** Shape of one input, {@code [H, W, C]} or {@code [F]}. */
    public Shape inputShape() {
        return single().tensorShape();
    }

    /** Shape of the result for one input, {@code [H, W, C]} or {@code [F]}. */
    public Shape outputShape() {
        int[] dimensions = PlanPort.tensorShape(
                        ofOne().graph().outputs().getFirst().shape())
                .toArray();
        return Shape.of(Arrays.copyOfRange(dimensions, Math.min(1, dimensions.length), dimensions.length));
    }

    /**
     * The results for inputs by name, all of them, in the order of {@link #outputs}, rounded to the types declared there.
     *
     * @throws ShapeException if an input does not fit, or there is not the memory for inputs of these shapes
     * @throws IllegalArgumentException if an input is missing, unknown, of the wrong kind, or holds a whole number that
     *     float32 does not
     * @throws IndexOutOfBoundsException if the model looks up an index that there is not
     * @throws java.io.UncheckedIOException if an ONNX model needs for these inputs what is not supported
     */
    public SequencedMap<String, Data> run(Map<String, ? extends Data> inputs) {
        Data[] data = NamedInputs.inOrder(source.inputs(), inputs);
        Data[] results = run(data);
        SequencedMap<String, Data> byName = new LinkedHashMap<>();
        for (int i = 0; i < results.length; i++) {
            byName.put(source.outputs().get(i).name(), results[i]);
        }
        return byName;
    }

    private Data[] run(Data[] data) {
        try {
            Plan plan = plans.acquire(programs.compile(data));
            try {
                return plan.run(data, source.outputs());
            } finally {
                release(plan);
            }
        } catch (OutOfMemoryError e) {
            throw programs.shortage(Arrays.stream(data).map(Data::shape).toList(), e);
        }
    }

    /** The results for a batch of images. */
    public float[] run(float[] images, int batch) {
        if (images.length != batch * single().elements()) {
            throw new ShapeException(images.length + " floats for a batch of " + batch + " inputs of "
                    + single().elements() + " floats");
        }
        Signature signature = single().signature(batch);
        Plan plan = acquire(signature);
        try {
            float[] result = new float[Math.toIntExact(plan.output().elements())];
            plan.run(images, result);
            return result;
        } catch (OutOfMemoryError e) {
            throw programs.shortage(signature.shapes(), e);
        } finally {
            release(plan);
        }
    }

    /** The results for a batch {@code [batch, H, W, C]} or {@code [batch, F]}, in new memory. */
    public Tensor run(Tensor images) {
        int batch = images.shape().rank() == 0 ? 1 : images.shape().dimension(0);
        Signature signature = single().signature(batch);
        Shape expected = PlanPort.tensorShape(signature.shapes().getFirst());
        if (!images.shape().equals(expected)) {
            throw new ShapeException("input " + images.shape() + ", expected " + expected);
        }
        Plan plan = acquire(signature);
        try {
            Tensor result = Tensor.allocate(
                    Arena.ofAuto(), PlanPort.tensorShape(plan.output().outside()));
            plan.run(images, result);
            return result;
        } catch (OutOfMemoryError e) {
            throw programs.shortage(signature.shapes(), e);
        } finally {
            release(plan);
        }
    }

    /**
     * Computes as many images as there are in the first array into the second, which has room for exactly their
     * results.
     */
    public void run(float[] images, float[] result) {
        Plan plan = acquire(images.length, result.length);
        try {
            plan.run(images, result);
        } catch (OutOfMemoryError e) {
            throw programs.shortage(plan.signature().shapes(), e);
        } finally {
            release(plan);
        }
    }

    /** The same between position and limit of the buffers, which do not move. */
    public void run(FloatBuffer images, FloatBuffer result) {
        Plan plan = acquire(images.remaining(), result.remaining());
        try {
            plan.run(images, result);
        } catch (OutOfMemoryError e) {
            throw programs.shortage(plan.signature().shapes(), e);
        } finally {
            release(plan);
        }
    }

    /** The same in segments of native-order floats, on or off the heap. */
    public void run(MemorySegment images, MemorySegment result) {
        if (images.byteSize() % Float.BYTES != 0 || result.byteSize() % Float.BYTES != 0) {
            throw new ShapeException("segments of " + images.byteSize() + " and " + result.byteSize()
                    + " bytes do not hold whole floats");
        }
        Plan plan = acquire(images.byteSize() / Float.BYTES, result.byteSize() / Float.BYTES);
        try {
            plan.run(images, result);
        } catch (OutOfMemoryError e) {
            throw programs.shortage(plan.signature().shapes(), e);
        } finally {
            release(plan);
        }
    }

    /** A plan for as many examples as so many floats are, if there is room for exactly their results. */
    private Plan acquire(long floatsIn, long floatsOut) {
        Plan plan = acquire(single().signature(single().batch(floatsIn)));
        if (plan.output().elements() != floatsOut) {
            long elements = plan.output().elements();
            release(plan);
            throw new ShapeException("the result for " + floatsIn + " floats in inputs of " + single().elements()
                    + " has " + elements + " floats, got room for " + floatsOut);
        }
        return plan;
    }

    private Plan acquire(Signature signature) {
        try {
            return plans.acquire(signature);
        } catch (OutOfMemoryError e) {
            throw programs.shortage(signature.shapes(), e);
        }
    }

    private void release(Plan plan) {
        try {
            plans.release(plan);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private SingleInput single() {
        if (single == null) {
            throw new IllegalStateException(
                    "a model with " + source.inputs() + " and " + source.outputs() + " is run with all inputs by name");
        }
        return single;
    }

    private Program ofOne() {
        if (program == null) {
            throw new IllegalStateException("the shapes of one example are not known before the first call");
        }
        return program;
    }

    /**
     * Runs examples of zeros, one at a time, until they are as fast as they get, so that the compiler of the virtual machine
     * has done its work when the first request comes; a few seconds at most.
     *
     * @return the time that the fastest of them took
     * @throws IllegalStateException if the shapes of one example are not known
     */
    public Duration warmUp() {
        WarmUpEvent event = new WarmUpEvent();
        event.begin();
        Runnable example = example();
        example.run();
        Engine.awaitKernels();
        long start = System.nanoTime();
        long now = start;
        long fastest = Long.MAX_VALUE;
        long lastProgress = start;
        int runsSinceProgress = 0;
        while (now - start < WARM_UP_LIMIT && (runsSinceProgress < STABLE_RUNS || now - lastProgress < STABLE_TIME)) {
            long begin = System.nanoTime();
            example.run();
            now = System.nanoTime();
            runsSinceProgress++;
            if (now - begin < fastest * PROGRESS) {
                lastProgress = now;
                runsSinceProgress = 0;
            }
            fastest = Math.min(fastest, now - begin);
        }
        event.fastest = fastest;
        event.commit();
        return Duration.ofNanos(fastest);
    }

    private Runnable example() {
        if (single != null) {
            float[] image = new float[Math.toIntExact(single.elements())];
            return () -> run(image, 1);
        }
        Map<String, Data> zeros = new LinkedHashMap<>();
        for (int i = 0; i < source.inputs().size(); i++) {
            Shape shape = ofOne().signature().shapes().get(i);
            int elements = Math.toIntExact(shape.elements());
            boolean real = source.inputs().get(i).type().isFloat();
            zeros.put(
                    source.inputs().get(i).name(),
                    real
                            ? Data.of(new float[elements], shape.toArray())
                            : Data.of(new long[elements], shape.toArray()));
        }
        return () -> run(zeros);
    }

    /**
     * A table of the steps for one example: layer, operation, shape of the result, algorithm, size of the weights; inputs
     * and outputs alone if the shapes of an example are not known.
     */
    public String describe() {
        return ModelTable.of(source, program);
    }

    /** Whether the shapes of one example are known, so that it is compiled before the first call. */
    public boolean hasKnownShapes() {
        return program != null;
    }

    /** Bytes of native memory for the results of one call with one example, as planned; errors as for {@link #graph}. */
    public long callBytes() {
        return ofOne().memory().bytes();
    }

    /** The steps for one example, after the optimisations; {@link IllegalStateException} if its shapes are not known. */
    public Graph graph() {
        return ofOne().graph();
    }

    /** Bytes of native memory that the packed weights take. */
    public long packedBytes() {
        return weights.bytes();
    }

    /** Bytes of native memory in all: packed weights, and the memory of the calls so far. */
    public long memoryBytes() {
        return packedBytes() + plans.bytes();
    }

    /** Waits for the calls under way and frees all memory. Closing again does nothing. */
    @Override
    public void close() {
        cleanable.clean();
    }
}
