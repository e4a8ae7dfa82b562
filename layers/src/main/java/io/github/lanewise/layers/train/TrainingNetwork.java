package io.github.lanewise.layers.train;

import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.train.program.ProgramOptions;
import io.github.lanewise.layers.train.program.StepObserver;
import io.github.lanewise.layers.train.program.TrainingProgram;
import java.util.List;
import java.util.SequencedMap;

/**
 * A network compiled for training on batches of one size: forward with the statistics of the batch, and the gradients of
 * all parameters. It works on the parameters of the network itself, so whatever changes them is seen at once.
 *
 * <p>One call at a time; the forward and backward pass allocate nothing. The bits depend neither on the number of
 * threads nor on what is recomputed. Close it to free its memory; the network stays as it is.
 */
public final class TrainingNetwork implements AutoCloseable {
    private final TrainingProgram program;
    private final SequencedMap<String, Parameter> parameters;
    private final Shape batchShape;
    private final Workers workers;

    private TrainingNetwork(
            TrainingProgram program, SequencedMap<String, Parameter> parameters, Shape batchShape, Workers workers) {
        this.program = program;
        this.parameters = parameters;
        this.batchShape = batchShape;
        this.workers = workers;
    }

    /** Compiles a network, see {@link #of(Layer, Shape, int, TrainingNetworkOptions)}. */
    public static TrainingNetwork of(Network network, int batch, TrainingNetworkOptions options) {
        return of(network.layer(), network.inputShape(), batch, options);
    }

    /**
     * Compiles a layer.
     *
     * @param inputShape {@code [H, W, C]} or {@code [F]}, of one example
     * @throws IllegalArgumentException if it has an operation without a gradient, such as softmax, which belongs to the
     *     loss
     * @throws ShapeException if the output is not {@code [batch, F]}
     */
    public static TrainingNetwork of(Layer layer, Shape inputShape, int batch, TrainingNetworkOptions options) {
        Shape batchShape = batched(inputShape, batch);
        Shape output = layer.outputShape(batchShape);
        if (output.rank() != 2) {
            throw new ShapeException("a loss needs outputs [N, classes], the network ends in " + output);
        }
        TrainingProgram program = compile(layer, batchShape, options);
        program.allocate();
        return new TrainingNetwork(program, layer.parameters(), batchShape, options.workers());
    }

    /** The bytes that activations and their gradients of a network would take; nothing is allocated for them. */
    public static long plannedBytes(Network network, int batch, TrainingNetworkOptions options) {
        try (TrainingProgram program = compile(network.layer(), batched(network.inputShape(), batch), options)) {
            return program.plannedBytes();
        }
    }

    private static TrainingProgram compile(Layer layer, Shape batchShape, TrainingNetworkOptions options) {
        return TrainingProgram.compile(
                layer,
                batchShape,
                new ProgramOptions(
                        options.batchNormMomentum(),
                        options.recomputedBlocks(),
                        options.flushDenormals(),
                        options.winograd()));
    }

    private static Shape batched(Shape inputShape, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has at least 1 image, got " + batch);
        }
        int[] dimensions = new int[inputShape.rank() + 1];
        dimensions[0] = batch;
        for (int axis = 0; axis < inputShape.rank(); axis++) {
            dimensions[axis + 1] = inputShape.dimension(axis);
        }
        return Shape.of(dimensions);
    }

    /** The number of images in every batch. */
    public int batch() {
        return batchShape.dimension(0);
    }

    /** Parameters and buffers of the network by name, not copies. */
    public SequencedMap<String, Parameter> parameters() {
        return parameters;
    }

    /** The gradients of all trained parameters by name, overwritten by every backward pass. */
    public SequencedMap<String, Tensor> gradients() {
        return program.gradients();
    }

    /** The names of the layers, in the order of the forward pass; batch norm, addition and ReLU are one where they can be. */
    public List<String> layers() {
        return program.layers();
    }

    /** The memory of activations and their gradients. */
    public long plannedBytes() {
        return program.plannedBytes();
    }

    /**
     * The outputs {@code [batch, F]} for a batch, which the next forward pass overwrites. The running statistics of batch
     * norm move.
     *
     * @param images {@code [batch, C, H, W]}, or features {@code [batch, F]}
     */
    public Tensor forward(float[] images) {
        return forward(images, StepObserver.NONE);
    }

    Tensor forward(float[] images, StepObserver observer) {
        if (images.length != batchShape.elements()) {
            throw new ShapeException(images.length + " floats for a batch " + batchShape + " of "
                    + batchShape.elements() + "; every batch has the same size");
        }
        if (batchShape.rank() == 4) {
            Layout.nchwToNhwc(images, program.input());
        } else {
            program.input().copyFrom(images);
        }
        program.forward(observer, workers);
        return program.output();
    }

    /** Where the gradient of the loss with respect to the outputs is put, {@code [batch, F]}, before {@link #backward}. */
    public Tensor outputGradient() {
        return program.outputGradient();
    }

    /** The gradients of all parameters for the last forward pass and the {@link #outputGradient}. */
    public void backward() {
        backward(StepObserver.NONE);
    }

    void backward(StepObserver observer) {
        program.backward(observer, workers);
    }

    /** Frees the memory; closing again does nothing. */
    @Override
    public void close() {
        program.close();
    }
}
