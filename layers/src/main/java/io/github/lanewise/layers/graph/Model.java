package io.github.lanewise.layers.graph;

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
import java.util.concurrent.TimeUnit;

/**
 * A network compiled for inference: batch norm folded, epilogues fused, memory planned, weights packed once.
 *
 * <p>Arrays, buffers and segments hold images channels-first, {@code [batch, C, H, W]}, or features {@code [batch, F]};
 * tensors hold images {@code [batch, H, W, C]}. The result of an image has the same bits whatever the number of threads
 * and whatever batch it comes in. A model does not change when the network does.
 *
 * <p>Safe for any number of threads; each call at a time has memory of its own, which the next one uses again, so that
 * a call allocates nothing but its result. {@link #close} waits for the calls under way; later ones end in
 * {@link IllegalStateException}. A model that is forgotten is freed by the garbage collector.
 */
public final class Model implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final long WARM_UP_LIMIT = TimeUnit.SECONDS.toNanos(5);
    private static final long STABLE_TIME = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int STABLE_RUNS = 20;
    private static final double PROGRESS = 0.95;

    final Program program;
    private final PlanPool plans;
    private final Cleaner.Cleanable cleanable;

    private Model(Program program, PlanPool plans, Arena arena) {
        this.program = program;
        this.plans = plans;
        this.cleanable = CLEANER.register(this, () -> {
            plans.close();
            arena.close();
        });
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

    public static Model compile(Graph graph, ModelOptions options) {
        Arena arena = Arena.ofShared();
        try {
            Program program = Program.of(optimised(graph, options), arena);
            PlanPool plans = new PlanPool(batch -> program.plan(batch, options.workers()), options.maxPlans());
            return new Model(program, plans, arena);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private static Graph optimised(Graph graph, ModelOptions options) {
        Graph optimised = new RemoveIdentity().apply(graph);
        if (options.foldBatchNorm()) {
            optimised = new FoldBatchNorm().apply(optimised);
        }
        return options.fuseEpilogue() ? new FuseEpilogue().apply(optimised) : optimised;
    }

    /** Shape of one input, {@code [H, W, C]} or {@code [F]}. */
    public Shape inputShape() {
        return withoutBatch(program.graph().input().shape());
    }

    /** Shape of the result for one input, {@code [H, W, C]} or {@code [F]}. */
    public Shape outputShape() {
        return withoutBatch(program.graph().outputNode().shape());
    }

    private static Shape withoutBatch(Shape shape) {
        int[] dimensions = shape.toArray();
        return Shape.of(Arrays.copyOfRange(dimensions, 1, dimensions.length));
    }

    /** The results for a batch of images. */
    public float[] run(float[] images, int batch) {
        if (images.length != batch * inputElements()) {
            throw new ShapeException(
                    images.length + " floats for a batch of " + batch + " inputs of " + inputElements() + " floats");
        }
        float[] result = new float[Math.toIntExact(batch * outputElements())];
        run(images, result);
        return result;
    }

    /** The results for a batch {@code [batch, H, W, C]} or {@code [batch, F]}, in new memory. */
    public Tensor run(Tensor images) {
        Shape one = program.graph().input().shape();
        int batch = images.shape().rank() == one.rank() ? images.shape().dimension(0) : 1;
        Shape expected = MemoryPlan.batched(one, batch);
        if (!images.shape().equals(expected)) {
            throw new ShapeException("input " + images.shape() + ", expected " + expected);
        }
        Shape resultShape = MemoryPlan.batched(program.graph().outputNode().shape(), batch);
        Tensor result = Tensor.allocate(Arena.ofAuto(), resultShape);
        Plan plan = plans.acquire(batch);
        try {
            plan.run(images, result);
        } finally {
            release(plan);
        }
        return result;
    }

    /**
     * Computes as many images as there are in the first array into the second, which has room for exactly their
     * results.
     */
    public void run(float[] images, float[] result) {
        Plan plan = plans.acquire(batch(images.length, result.length));
        try {
            plan.run(images, result);
        } finally {
            release(plan);
        }
    }

    /** The same between position and limit of the buffers, which do not move. */
    public void run(FloatBuffer images, FloatBuffer result) {
        Plan plan = plans.acquire(batch(images.remaining(), result.remaining()));
        try {
            plan.run(images, result);
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
        Plan plan = plans.acquire(batch(images.byteSize() / Float.BYTES, result.byteSize() / Float.BYTES));
        try {
            plan.run(images, result);
        } finally {
            release(plan);
        }
    }

    private void release(Plan plan) {
        try {
            plans.release(plan);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private int batch(long floatsIn, long floatsOut) {
        long batch = floatsIn / Math.max(1, inputElements());
        if (batch * inputElements() != floatsIn || batch * outputElements() != floatsOut) {
            throw new ShapeException("inputs of " + inputElements() + " floats and results of " + outputElements()
                    + " floats do not fill arrays of " + floatsIn + " and " + floatsOut);
        }
        return Math.toIntExact(batch);
    }

    private long inputElements() {
        return program.graph().input().shape().elements();
    }

    private long outputElements() {
        return program.graph().outputNode().shape().elements();
    }

    /**
     * Runs single images until they are as fast as they get, so that the compiler of the virtual machine has done its
     * work when the first request comes; a few seconds at most.
     *
     * @return the time that the fastest of them took
     */
    public Duration warmUp() {
        float[] image = new float[Math.toIntExact(inputElements())];
        float[] result = new float[Math.toIntExact(outputElements())];
        long start = System.nanoTime();
        long now = start;
        long fastest = Long.MAX_VALUE;
        long lastProgress = start;
        int runsSinceProgress = 0;
        while (now - start < WARM_UP_LIMIT && (runsSinceProgress < STABLE_RUNS || now - lastProgress < STABLE_TIME)) {
            long begin = System.nanoTime();
            run(image, result);
            now = System.nanoTime();
            runsSinceProgress++;
            if (now - begin < fastest * PROGRESS) {
                lastProgress = now;
                runsSinceProgress = 0;
            }
            fastest = Math.min(fastest, now - begin);
        }
        return Duration.ofNanos(fastest);
    }

    /** A table of the steps: layer, operation, shape of the result for one input, algorithm, size of the weights. */
    public String describe() {
        return ModelTable.of(program);
    }

    /** Bytes of native memory that the packed weights take. */
    public long packedBytes() {
        return program.packedBytes();
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
