package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.engine.kernel.HotSpotFlags;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.TrainingAlgorithms;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.engine.testkit.GemmProblem;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In steady state no operator allocates on the heap, neither in the calling thread nor in the workers; also after heap
 * memory has come through the public edge.
 */
class AllocationTest {
    /** Large enough for every operator to share its work. */
    private static final int SIZE = 132;

    private static final ConvGeometry STRIDED =
            ConvGeometry.of(16, 32, 3).withStride(2).withPadding(1);

    private static final int CALLS = 500;
    private static final int MAX_ROUNDS = 60;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Prepares the calls of an operator. */
    interface Operator {
        Runnable call(Workers workers);
    }

    static Stream<Named<Operator>> operators() {
        ConvGeometry dense = ConvGeometry.of(16, 32, 3).withSamePadding();
        ConvGeometry depthwise = ConvGeometry.of(480, 480, 3).withGroups(480).withSamePadding();
        return Stream.of(
                Named.of("sgemm", AllocationTest::sgemm),
                Named.of("multiply packed", AllocationTest::multiply),
                Named.of("convolution", workers -> convolution(dense, Padding.of(1), ConvAlgorithm.DIRECT, workers)),
                Named.of(
                        "convolution that copies",
                        workers -> convolution(dense, Padding.NONE, ConvAlgorithm.DIRECT, workers)),
                Named.of(
                        "winograd 2x2",
                        workers -> convolution(dense, Padding.of(1), ConvAlgorithm.WINOGRAD_2X2, workers)),
                Named.of(
                        "winograd 4x4",
                        workers -> convolution(dense, Padding.of(1), ConvAlgorithm.WINOGRAD_4X4, workers)),
                Named.of("depthwise", workers -> convolution(depthwise, Padding.of(1), ConvAlgorithm.DIRECT, workers)),
                Named.of("gradients of a convolution", workers -> gradients(STRIDED, true, workers)),
                Named.of("gradients of a convolution that copies", workers -> gradients(STRIDED, false, workers)),
                Named.of("gradients by winograd", workers -> gradients(STRIDED.withStride(1), true, workers)),
                Named.of("pooling", AllocationTest::pooling),
                Named.of("exp", AllocationTest::exp),
                Named.of("function of one element", AllocationTest::unary),
                Named.of("function of two elements", AllocationTest::broadcast),
                Named.of("transposition", AllocationTest::transpose),
                Named.of("slice and concat", AllocationTest::slices),
                Named.of("pad", AllocationTest::pad),
                Named.of("reduce", AllocationTest::reduce),
                Named.of("resize", AllocationTest::resize),
                Named.of("normalisation", AllocationTest::normalisation),
                Named.of("transposed convolution", AllocationTest::transposedConvolution),
                Named.of("matmul", AllocationTest::matmul),
                Named.of("batch norm in training", AllocationTest::batchNorm),
                Named.of("gradient of ReLU", AllocationTest::reluGradient),
                Named.of("gradient of the zero-padded shortcut", AllocationTest::shortcutGradient),
                Named.of("gradient of max pooling", AllocationTest::maxGradient),
                Named.of("gradients of averages", AllocationTest::averageGradients),
                Named.of("steps of optimisers", AllocationTest::updates),
                Named.of("softmax", AllocationTest::softmax));
    }

    @BeforeAll
    static void feedHeapMemoryFirst() {
        assumeTrue(HotSpotFlags.number("TieredStopAtLevel", 4) == 4, "only C2 removes the views of memory");
        Storage.ARRAYS.sgemm(GemmProblem.of(1, 40, 40, 40), Workers.single());
    }

    @ParameterizedTest
    @MethodSource("operators")
    void steadyStateAllocatesNothing(Operator operator) {
        for (int threads = 1; threads <= 2; threads++) {
            try (Workers workers = Workers.of(threads)) {
                Runnable call = operator.call(workers);
                double bytes = Double.POSITIVE_INFINITY;
                for (int round = 0; round < MAX_ROUNDS && bytes >= 1; round++) {
                    bytes = bytesPerCall(call);
                }
                assertThat(bytes)
                        .as("bytes per call on %d threads after %d calls", threads, MAX_ROUNDS * CALLS)
                        .isLessThan(1);
            }
        }
    }

    private static Runnable sgemm(Workers workers) {
        Tensor a = tensor(SIZE, SIZE);
        Tensor b = tensor(SIZE, SIZE);
        Tensor c = tensor(SIZE, SIZE);
        Transpose no = Transpose.NO;
        return () -> Gemm.sgemm(
                no,
                no,
                SIZE,
                SIZE,
                SIZE,
                1,
                a.segment(),
                0,
                SIZE,
                b.segment(),
                0,
                SIZE,
                0.5f,
                c.segment(),
                0,
                SIZE,
                workers);
    }

    private static Runnable multiply(Workers workers) {
        Tensor a = tensor(SIZE, SIZE);
        Tensor c = tensor(SIZE, SIZE);
        PackedMatrix b = PackedMatrix.of(Transpose.NO, tensor(SIZE, SIZE));
        Epilogue epilogue = new Epilogue(tensor(SIZE), Activation.RELU, UnaryOperation.TANH);
        return () -> Gemm.multiply(a, b, epilogue, c, c, workers);
    }

    private static Runnable convolution(
            ConvGeometry geometry, Padding padding, ConvAlgorithm algorithm, Workers workers) {
        Tensor input = Tensor.allocate(Arena.ofAuto(), Shape.of(1, 22, 22, geometry.inChannels()), padding);
        Tensor output = Tensor.allocate(Arena.ofAuto(), geometry.outputShape(input.shape()), padding);
        Tensor weights = Tensor.allocate(Arena.ofAuto(), geometry.weightShape());
        UnaryOperation function = algorithm == ConvAlgorithm.DIRECT ? UnaryOperation.TANH : null;
        Epilogue epilogue = new Epilogue(tensor(geometry.outChannels()), Activation.RELU, function);
        Convolution convolution = Convolution.of(Arena.ofAuto(), geometry, weights, epilogue, algorithm);
        return () -> convolution.run(input, output, output, workers);
    }

    private static Runnable gradients(ConvGeometry geometry, boolean padded, Workers workers) {
        TrainableConvolution convolution =
                TrainableConvolution.of(geometry, TrainingAlgorithms.fastest(geometry, 40, 40));
        Shape in = Shape.of(2, 40, 40, 16);
        Shape out = geometry.outputShape(in);
        Tensor x = Tensor.allocate(Arena.ofAuto(), in, padded ? convolution.inputPadding() : Padding.NONE);
        Tensor dY = Tensor.allocate(Arena.ofAuto(), out, padded ? convolution.outputGradientPadding() : Padding.NONE);
        Tensor bias = tensor(32);
        Tensor weights = tensor(32, 16, 3, 3);
        Tensor dWeights = tensor(32, 16, 3, 3);
        return () -> {
            convolution.update(weights);
            convolution.forward(x, bias, dY, workers);
            convolution.inputGradient(dY, x, workers);
            convolution.weightGradient(x, dY, dWeights, workers);
            convolution.biasGradient(dY, bias, workers);
        };
    }

    private static Runnable pooling(Workers workers) {
        Tensor input = tensor(1, SIZE, SIZE, 16);
        Tensor output = tensor(1, SIZE / 2, SIZE / 2, 16);
        PoolGeometry geometry = PoolGeometry.of(2, 2);
        return () -> Pooling.max(geometry, input, output, workers);
    }

    private static Runnable exp(Workers workers) {
        Tensor x = tensor(1, SIZE, SIZE, 4);
        return () -> Elementwise.exp(x, x, workers);
    }

    private static Runnable softmax(Workers workers) {
        Tensor x = tensor(SIZE, 2 * SIZE);
        return () -> Elementwise.softmax(x, x, workers);
    }

    private static Runnable unary(Workers workers) {
        Tensor x = tensor(1, SIZE, SIZE, 4);
        return () -> Elementwise.apply(UnaryOperation.SILU, x, x, workers);
    }

    private static Runnable broadcast(Workers workers) {
        Tensor x = tensor(1, SIZE, SIZE, 16);
        Tensor channels = tensor(16);
        return () -> Broadcast.apply(BinaryOperation.MULTIPLY, x, channels, x, workers);
    }

    private static Runnable transpose(Workers workers) {
        Tensor x = tensor(1, SIZE, SIZE, 16);
        Tensor y = tensor(1, 16, SIZE, SIZE);
        int[] permutation = {0, 3, 1, 2};
        return () -> Rearrange.transpose(x, permutation, y, workers);
    }

    private static Runnable slices(Workers workers) {
        Tensor x = tensor(1, SIZE, SIZE, 32);
        Tensor half = tensor(1, SIZE, SIZE, 16);
        Tensor[] halves = {half, half};
        int[] starts = {0, 0, 0, 16};
        int[] steps = {1, 1, 1, 1};
        return () -> {
            Rearrange.slice(x, starts, steps, half, workers);
            Rearrange.concat(halves, 3, x, workers);
        };
    }

    private static Runnable pad(Workers workers) {
        Tensor x = tensor(1, SIZE, SIZE, 16);
        Tensor y = tensor(1, SIZE + 2, SIZE + 2, 16);
        int[] before = {0, 1, 1, 0};
        return () -> {
            Rearrange.pad(x, before, Rearrange.Margin.REFLECT, 0, y, workers);
            Rearrange.pad(x, before, Rearrange.Margin.CONSTANT, 1, y, workers);
        };
    }

    private static Runnable reduce(Workers workers) {
        Tensor x = tensor(1, SIZE, SIZE, 16);
        Tensor channels = tensor(1, 16);
        Tensor pixels = tensor(1, SIZE, SIZE);
        int[] image = {1, 2};
        int[] last = {3};
        return () -> {
            Reduce.apply(Reduction.MEAN, x, image, channels, workers);
            Reduce.apply(Reduction.MAXIMUM, x, last, pixels, workers);
            Reduce.argMax(x, 3, false, pixels, workers);
        };
    }

    private static Runnable resize(Workers workers) {
        Tensor x = tensor(1, SIZE / 2, SIZE / 2, 16);
        Tensor y = tensor(1, SIZE, SIZE, 16);
        ResizeGeometry linear = new ResizeGeometry(
                ResizeGeometry.Method.LINEAR,
                ResizeGeometry.Coordinates.HALF_PIXEL,
                ResizeGeometry.Rounding.FLOOR,
                2,
                2);
        return () -> Resize.run(linear, x, y, workers);
    }

    private static Runnable normalisation(Workers workers) {
        Tensor x = tensor(1, SIZE, SIZE, 16);
        Tensor small = tensor(1, SIZE, SIZE / 16, 16);
        Tensor scale = tensor(16);
        return () -> {
            Normalisation.group(16, x, scale, scale, 1e-5f, x, workers);
            Normalisation.layer(x, scale, scale, 1e-5f, x, workers);
            Normalisation.localResponse(5, 1, 0.75f, 1, small, small, workers);
        };
    }

    private static Runnable transposedConvolution(Workers workers) {
        ConvGeometry geometry = ConvGeometry.of(16, 16, 2).withStride(2);
        Tensor x = tensor(1, 40, 40, 16);
        Tensor y = tensor(1, 80, 80, 16);
        Epilogue epilogue = new Epilogue(tensor(16), Activation.RELU, UnaryOperation.TANH);
        TransposedConvolution operator = TransposedConvolution.of(geometry, tensor(16, 2, 2, 16), epilogue);
        return () -> operator.run(x, y, workers);
    }

    private static Runnable batchNorm(Workers workers) {
        Tensor x = tensor(2, SIZE, SIZE / 2, 16);
        Tensor y = Tensor.allocate(Arena.ofAuto(), x.shape(), Padding.of(1));
        Tensor mean = tensor(16);
        Tensor variance = tensor(16);
        Tensor inverse = tensor(16);
        Tensor gradient = tensor(16);
        Activation relu = Activation.RELU;
        return () -> {
            BatchNorm.statistics(x, 1e-5, mean, variance, inverse, workers);
            BatchNorm.updateRunning(17424, 0.1, mean, variance, mean, variance);
            BatchNorm.apply(x, mean, inverse, mean, mean, x, relu, y, workers);
            BatchNorm.apply(x, mean, inverse, mean, mean, null, relu, y, workers);
            BatchNorm.backward(x, relu, y, x, mean, inverse, mean, mean, x, gradient, gradient, null, workers);
            BatchNorm.backward(x, relu, null, x, mean, inverse, mean, mean, x, gradient, gradient, null, workers);
        };
    }

    private static Runnable reluGradient(Workers workers) {
        Tensor x = tensor(2, SIZE, SIZE, 16);
        return () -> Elementwise.reluGradient(x, x, x, workers);
    }

    private static Runnable shortcutGradient(Workers workers) {
        Tensor x = tensor(2, SIZE, SIZE, 16);
        Tensor half = tensor(2, SIZE / 2, SIZE / 2, 16);
        return () -> {
            Elementwise.subsamplePadChannelsGradient(2, 0, half, x, workers);
            Elementwise.addSubsamplePadChannelsGradient(2, 0, half, x, workers);
        };
    }

    private static Runnable maxGradient(Workers workers) {
        Tensor x = tensor(2, SIZE, SIZE, 16);
        Tensor half = tensor(2, SIZE / 2, SIZE / 2, 16);
        PoolGeometry geometry = PoolGeometry.of(2, 2);
        return () -> Pooling.maxGradient(geometry, x, half, x, workers);
    }

    private static Runnable averageGradients(Workers workers) {
        Tensor x = tensor(2, SIZE, SIZE, 16);
        Tensor half = tensor(2, SIZE / 2, SIZE / 2, 16);
        Tensor vectors = tensor(2, 16);
        PoolGeometry geometry = PoolGeometry.of(2, 2);
        return () -> {
            Pooling.averageGradient(geometry, false, half, x, workers);
            Pooling.globalAverageGradient(vectors, x, workers);
        };
    }

    private static Runnable updates(Workers workers) {
        Tensor values = tensor(1, SIZE, SIZE, 16);
        Tensor gradient = tensor(1, SIZE, SIZE, 16);
        Tensor first = tensor(1, SIZE, SIZE, 16);
        Tensor second = tensor(1, SIZE, SIZE, 16);
        return () -> {
            ParameterUpdate.sgd(values, gradient, first, 0.1, 0.9, 0, true, 1e-4, workers);
            ParameterUpdate.sgd(values, gradient, null, 0.1, 0, 0, false, 1e-4, workers);
            ParameterUpdate.adamW(values, gradient, first, second, 7, 0.1, 0.9, 0.999, 1e-8, 0.01, workers);
            if (Reduce.sumOfSquares(gradient, workers) != 0 || Denormals.flush(gradient, workers) != 0) {
                throw new AssertionError("gradients of 0");
            }
        };
    }

    private static Runnable matmul(Workers workers) {
        Tensor a = tensor(8, SIZE, 64);
        Tensor b = tensor(8, 64, SIZE);
        Tensor c = tensor(8, SIZE, SIZE);
        return () -> MatMul.run(a, b, c, workers);
    }

    private static Tensor tensor(int... dimensions) {
        return Tensor.allocate(Arena.ofAuto(), dimensions);
    }

    private static double bytesPerCall(Runnable call) {
        long[] ids = threadIds();
        long before = allocated(ids);
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return (allocated(ids) - before) / (double) CALLS;
    }

    /** The calling thread and all workers. */
    private static long[] threadIds() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.equals(Thread.currentThread())
                        || thread.getName().startsWith("lanewise-worker"))
                .mapToLong(Thread::threadId)
                .toArray();
    }

    private static long allocated(long[] threadIds) {
        long bytes = 0;
        for (long id : threadIds) {
            bytes += THREADS.getThreadAllocatedBytes(id);
        }
        return bytes;
    }
}
