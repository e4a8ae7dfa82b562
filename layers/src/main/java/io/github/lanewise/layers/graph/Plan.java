package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The memory and the steps of one call at a time, for one size of batch. Arrays, buffers and segments are
 * channels-first and dense and have the right size. Running allocates nothing.
 */
final class Plan implements AutoCloseable {
    private final Workspace workspace;
    private final Tensor input;
    private final Tensor inputImages;
    private final Runnable[] steps;
    private final Tensor output;
    private final Tensor outputImages;

    Plan(Workspace workspace, Tensor input, List<Runnable> steps, Tensor output) {
        this.workspace = workspace;
        this.input = input;
        this.inputImages = asImages(input);
        this.steps = steps.toArray(Runnable[]::new);
        this.output = output;
        this.outputImages = asImages(output);
    }

    /** Features as images of one pixel, which have the same layout outside and inside. */
    private static Tensor asImages(Tensor tensor) {
        Shape shape = tensor.shape();
        return shape.rank() == 2 ? tensor.reshape(shape.dimension(0), 1, 1, shape.dimension(1)) : tensor;
    }

    int batch() {
        return input.shape().dimension(0);
    }

    long bytes() {
        return workspace.capacity();
    }

    void run(float[] images, float[] result) {
        Layout.nchwToNhwc(images, inputImages);
        compute();
        Layout.nhwcToNchw(outputImages, result);
    }

    void run(FloatBuffer images, FloatBuffer result) {
        Layout.nchwToNhwc(images, inputImages);
        compute();
        Layout.nhwcToNchw(outputImages, result);
    }

    void run(MemorySegment images, MemorySegment result) {
        Layout.nchwToNhwc(images, inputImages);
        compute();
        Layout.nhwcToNchw(outputImages, result);
    }

    void run(Tensor images, Tensor result) {
        input.copyFrom(images);
        compute();
        result.copyFrom(output);
    }

    private void compute() {
        input.clearPadding();
        for (Runnable step : steps) {
            step.run();
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
