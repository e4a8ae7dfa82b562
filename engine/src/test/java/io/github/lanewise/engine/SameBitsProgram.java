package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.HotSpotFlags;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Results;
import io.github.lanewise.engine.testkit.Specials;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes a fixed set of results with one thread and with two, which must agree, and holds the sums among them against
 * their definition. Prints one {@code name=value} per line: what computed them, the vector flags in force, and a hash of
 * the bits of every operator. {@link SameBitsTest} runs it under many flags.
 */
final class SameBitsProgram {

    /** Begins the name of every hash. */
    static final String HASH = "hash of ";

    public static void main(String[] arguments) {
        EngineDescription engine = Engine.describe();
        print("tier", engine.tier());
        print("vectorBits", engine.vectorBits());
        print("reason", engine.reason());
        print("UseAVX", HotSpotFlags.number("UseAVX", -1));
        print("MaxVectorSize", HotSpotFlags.number("MaxVectorSize", -1));
        printHash("gemm", SameBitsProgram::gemm);
        printHash("packed gemm", SameBitsProgram::packedGemm);
        printHash("convolution", SameBitsProgram::convolution);
        printHash("gradients of convolution", SameBitsProgram::gradients);
        printHash("pooling", SameBitsProgram::pooling);
        printHash("elementwise", SameBitsProgram::elementwise);
        printHash("functions of one element", SameBitsProgram::unary);
        printHash("functions of two elements", SameBitsProgram::binary);
        printHash("rearrange", SameBitsProgram::rearrange);
        printHash("reduce", SameBitsProgram::reduce);
        printHash("resize", SameBitsProgram::resize);
        printHash("normalisation", SameBitsProgram::normalisation);
        printHash("transposed convolution", SameBitsProgram::transposedConvolution);
        printHash("matmul", SameBitsProgram::matmul);
        printHash("training", SameBitsTraining::hash);
    }

    private static void print(String name, Object value) {
        System.out.println(name + "=" + value);
    }

    private static void printHash(String name, ToLongFunction<Workers> operator) {
        long alone = operator.applyAsLong(Workers.single());
        try (Workers workers = Workers.of(2)) {
            long shared = operator.applyAsLong(workers);
            if (shared != alone) {
                throw new AssertionError(name + " differs between one thread and two");
            }
        }
        print(HASH + name, Long.toHexString(alone));
    }

    private static long gemm(Workers workers) {
        return hash(Stream.of(
                        new GemmProblem(1, true, true, 129, 131, 127, -0.7f, 3, 130, 5, 127, 0.3f, 1, 140),
                        GemmProblem.of(2, 1, 519, 301),
                        GemmProblem.of(3, 17, 19, 23),
                        GemmProblem.of(4, 31, 33, 601),
                        new GemmProblem(5, false, true, 3, 700, 40, 1, 0, 40, 0, 41, 1, 0, 700))
                .map(problem -> {
                    float[] c = Storage.ALIGNED_SEGMENTS.sgemm(problem, workers);
                    if (workers.threads() == 1) {
                        Results.assertCorrect(problem, c);
                    }
                    return problem.elements(c);
                }));
    }

    private static long packedGemm(Workers workers) {
        return hash(Stream.of(GemmProblem.of(6, 129, 131, 127), GemmProblem.of(7, 2, 33, 4099))
                .map(problem -> new PackedProduct(
                        problem, Transpose.NO, true, PackedProduct.Residual.APART, Activation.clippedRelu(1)))
                .map(product -> product.multiply(workers)));
    }

    private static long convolution(Workers workers) {
        return hash(Stream.of(
                        ConvGeometry.of(32, 33, 3).withSamePadding(),
                        ConvGeometry.of(3, 20, 7).withStride(2).withPadding(3),
                        ConvGeometry.of(17, 70, 1).withStride(2),
                        ConvGeometry.of(8, 16, 3).withDilation(2).withSamePadding(),
                        ConvGeometry.of(12, 21, 3).withGroups(3).withPadding(1),
                        ConvGeometry.of(801, 801, 3).withGroups(801).withSamePadding())
                .map(geometry -> {
                    ConvProblem problem = new ConvProblem(8, geometry, 2, 12, 13, true, true, Activation.RELU);
                    float[] output = new Frames(Padding.of(1), Padding.NONE, Padding.of(2)).run(problem, workers);
                    if (workers.threads() == 1) {
                        Results.assertCorrect(problem, output);
                    }
                    return output;
                }));
    }

    private static long gradients(Workers workers) {
        return hash(Stream.of(
                        new GradientProblem(27, ConvGeometry.of(16, 33, 3).withSamePadding(), 2, 37, 40),
                        new GradientProblem(
                                28, ConvGeometry.of(3, 20, 7).withStride(2).withPadding(3), 2, 65, 61),
                        new GradientProblem(29, ConvGeometry.of(130, 70, 1).withStride(2), 9, 15, 15),
                        new GradientProblem(
                                30, ConvGeometry.of(24, 36, 3).withGroups(3).withDilation(2), 2, 33, 33))
                .flatMap(problem -> {
                    GradientProblem.Gradients gradients = problem.run(workers);
                    if (workers.threads() == 1) {
                        problem.assertWithinBound(gradients);
                    }
                    return gradients.arrays();
                }));
    }

    private static long pooling(Workers workers) {
        int channels = 67;
        Tensor images = Tensor.of(Problems.floats(9, 2 * 31 * 29 * channels), 2, 31, 29, channels);
        PoolGeometry geometry = PoolGeometry.of(3, 2).withPadding(1);
        Tensor windows = Tensor.of(new float[2 * 16 * 15 * channels], 2, 16, 15, channels);
        Tensor vectors = Tensor.of(new float[2 * channels], 2, channels);
        return hash(Stream.<Runnable>of(
                        () -> Pooling.max(geometry, images, windows, workers),
                        () -> Pooling.average(geometry, true, images, windows, workers),
                        () -> Pooling.globalAverage(images, vectors, workers),
                        () -> Pooling.globalMax(images, vectors, workers))
                .flatMap(operation -> {
                    operation.run();
                    return Stream.of(windows.toArray(), vectors.toArray());
                }));
    }

    private static long elementwise(Workers workers) {
        int[] shape = {2, 47, 51, 19};
        int count = 2 * 47 * 51 * 19;
        float[] values = Problems.floats(10, count);
        for (int i = 0; i < count; i++) {
            values[i] *= 20;
        }
        Tensor x = Tensor.of(Specials.sprinkle(1, 99, Specials.extreme(), values), shape);
        Tensor y = Tensor.of(Problems.floats(11, count), shape);
        Tensor scale = Tensor.of(Problems.floats(12, 19), 19);
        Tensor out = Tensor.of(new float[count], shape);
        return hash(Stream.<Runnable>of(
                        () -> Elementwise.addActivate(x, y, Activation.RELU, out, workers),
                        () -> Elementwise.multiply(x, y, out, workers),
                        () -> Elementwise.scaleShift(x, scale, scale, Activation.clippedRelu(6), out, workers),
                        () -> Elementwise.exp(x, out, workers),
                        () -> Elementwise.sigmoid(x, out, workers),
                        () -> Elementwise.tanh(x, out, workers),
                        () -> Elementwise.softmax(y, out, workers),
                        () -> Elementwise.logSoftmax(y, out, workers))
                .map(operation -> {
                    operation.run();
                    return out.toArray();
                }));
    }

    private static long unary(Workers workers) {
        Tensor x = tensor(13, 2, 47, 51, 19);
        Broadcast.apply(BinaryOperation.MULTIPLY, x, Tensor.of(new float[] {9}), x, Workers.single());
        Tensor out = tensor(0, 2, 47, 51, 19);
        return hash(Stream.of(UnaryOperation.Function.values()).map(function -> {
            Elementwise.apply(new UnaryOperation(function, 0.3f, 1.7f), x, out, workers);
            return out.toArray();
        }));
    }

    private static long binary(Workers workers) {
        Tensor x = tensor(14, 2, 47, 51, 19);
        Tensor out = tensor(0, 2, 47, 51, 19);
        Tensor channels = tensor(15, 19);
        Tensor pixels = tensor(16, 47, 51, 1);
        return hash(Stream.of(BinaryOperation.values())
                .flatMap(operation -> Stream.of(x, channels, pixels).map(y -> {
                    Broadcast.apply(operation, x, y, out, workers);
                    return out.toArray();
                })));
    }

    private static long rearrange(Workers workers) {
        Tensor x = tensor(17, 3, 41, 67, 65);
        Tensor turned = tensor(0, 65, 3, 67, 41);
        Tensor padded = tensor(0, 3, 45, 70, 65);
        Rearrange.transpose(x, new int[] {3, 0, 2, 1}, turned, workers);
        Rearrange.pad(x, new int[] {0, 2, 1, 0}, Rearrange.Margin.REFLECT, 0, padded, workers);
        return hash(Stream.of(turned.toArray(), padded.toArray()));
    }

    private static long reduce(Workers workers) {
        Tensor x = tensor(18, 3, 41, 67, 65);
        int[][] axes = {{1, 2}, {3}, {0, 3}, {0, 1, 2, 3}};
        int[][] shapes = {{3, 65}, {3, 41, 67}, {41, 67}, {}};
        return hash(Stream.of(Reduction.values())
                .flatMap(reduction -> IntStream.range(0, axes.length).mapToObj(i -> {
                    Tensor out = tensor(0, shapes[i]);
                    Reduce.apply(reduction, x, axes[i], out, workers);
                    return out.toArray();
                })));
    }

    private static long resize(Workers workers) {
        Tensor x = tensor(19, 1, 41, 67, 65);
        return hash(Stream.of(ResizeGeometry.Method.values()).map(method -> {
            ResizeGeometry geometry = new ResizeGeometry(
                    method,
                    ResizeGeometry.Coordinates.HALF_PIXEL,
                    ResizeGeometry.Rounding.ROUND_PREFER_FLOOR,
                    83 / 41.0,
                    55 / 67.0);
            Tensor out = tensor(0, 1, 83, 55, 65);
            Resize.run(geometry, x, out, workers);
            return out.toArray();
        }));
    }

    private static long normalisation(Workers workers) {
        Tensor x = tensor(20, 2, 61, 67, 66);
        Tensor scale = tensor(21, 66);
        Tensor out = tensor(0, 2, 61, 67, 66);
        return hash(Stream.<Runnable>of(
                        () -> Normalisation.group(66, x, scale, scale, 1e-5f, out, workers),
                        () -> Normalisation.group(3, x, scale, scale, 1e-5f, out, workers),
                        () -> Normalisation.layer(x, scale, scale, 1e-5f, out, workers),
                        () -> Normalisation.localResponse(5, 0.1f, 0.75f, 2, x, out, workers),
                        () -> Elementwise.softmax(1, x, out, workers))
                .map(operation -> {
                    operation.run();
                    return out.toArray();
                }));
    }

    private static long transposedConvolution(Workers workers) {
        ConvGeometry geometry =
                ConvGeometry.of(24, 36, 3).withStride(2).withPadding(1).withGroups(3);
        Epilogue epilogue = new Epilogue(tensor(22, 24), Activation.clippedRelu(1));
        TransposedConvolution operator = TransposedConvolution.of(geometry, tensor(23, 36, 3, 3, 8), epilogue);
        Tensor out = tensor(0, 2, 82, 62, 24);
        operator.run(tensor(24, 2, 41, 31, 36), out, workers);
        return hash(Stream.of(out.toArray()));
    }

    private static long matmul(Workers workers) {
        Tensor out = tensor(0, 4, 3, 67, 71);
        MatMul.run(tensor(25, 3, 67, 65), tensor(26, 4, 1, 65, 71), out, workers);
        return hash(Stream.of(out.toArray()));
    }

    static Tensor tensor(long seed, int... shape) {
        return Tensor.of(Problems.floats(seed, IntStream.of(shape).reduce(1, (a, b) -> a * b)), shape);
    }

    static long hash(Stream<float[]> results) {
        return results.mapToLong(SameBitsProgram::hash).reduce(0, (hash, next) -> 31 * hash + next);
    }

    private static long hash(float[] values) {
        long hash = values.length;
        for (float value : values) {
            hash = 31 * hash + Float.floatToIntBits(value);
        }
        return hash;
    }
}
