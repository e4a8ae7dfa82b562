package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ConvProblem;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The physical paddings with which the tensors of a convolution lie in memory. */
record Frames(Padding input, Padding residual, Padding output) {
    static final Frames NONE = new Frames(Padding.NONE, Padding.NONE, Padding.NONE);

    private static final float PAINT = 7;

    static Convolution pack(ConvProblem problem) {
        return pack(problem, problem.weights());
    }

    /** The convolution of a problem, with other weights. */
    static Convolution pack(ConvProblem problem, float[] weights) {
        float[] bias = problem.bias();
        Tensor filters = Tensor.of(weights, problem.geometry().weightShape().toArray());
        Tensor biases = bias == null ? null : Tensor.of(bias, bias.length);
        return Convolution.of(problem.geometry(), filters, new Epilogue(biases, problem.activation()));
    }

    /** The convolution of a problem by a given algorithm. */
    static Convolution pack(ConvProblem problem, ConvAlgorithm algorithm) {
        float[] bias = problem.bias();
        Tensor filters =
                Tensor.of(problem.weights(), problem.geometry().weightShape().toArray());
        Tensor biases = bias == null ? null : Tensor.of(bias, bias.length);
        Epilogue epilogue = new Epilogue(biases, problem.activation());
        return Convolution.of(Arena.ofAuto(), problem.geometry(), filters, epilogue, algorithm);
    }

    float[] run(ConvProblem problem, Workers workers) {
        return run(problem, pack(problem), workers);
    }

    float[] run(ConvProblem problem, Convolution convolution, Workers workers) {
        return run(problem.inputShape(), problem.input(), problem.residual(), convolution, workers);
    }

    /** The elements of the output, after making sure that nothing else was written. */
    float[] run(
            Shape inputShape, float[] inputs, float @Nullable [] residuals, Convolution convolution, Workers workers) {
        Shape outputShape = convolution.geometry().outputShape(inputShape);
        try (Arena arena = Arena.ofShared()) {
            Tensor in = Tensor.allocate(arena, inputShape, input).copyFrom(inputs);
            Tensor out = painted(Tensor.allocate(arena, outputShape, output));
            Tensor summand = residuals == null
                    ? null
                    : Tensor.allocate(arena, outputShape, residual).copyFrom(residuals);
            convolution.run(in, summand, out, workers);
            float[] result = out.toArray();
            assertFrameIsPainted(out);
            return result;
        }
    }

    /** The tensor with all its memory set to 7, paddings included. */
    static Tensor painted(Tensor tensor) {
        for (long at = 0; at < tensor.segment().byteSize(); at += Float.BYTES) {
            tensor.segment().set(ValueLayout.JAVA_FLOAT, at, PAINT);
        }
        return tensor;
    }

    /** Fails if anything but the elements of a painted tensor was written; the elements are painted over. */
    static void assertFrameIsPainted(Tensor tensor) {
        float[] memory = tensor.fill(PAINT).segment().toArray(ValueLayout.JAVA_FLOAT);
        float[] paint = new float[memory.length];
        Arrays.fill(paint, PAINT);
        assertArrayEquals(paint, memory, tensor::toString);
    }
}
