package io.github.lanewise.engine.testkit;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.testkit.PoolProblem.Reduction;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/**
 * Arbitrary problems for every operator, as in {@code @ForAll(supplier = Problems.Gemms.class) GemmProblem problem}: sizes
 * at 0 and 1, around the tiles of the kernels and at primes, none too large for the naive loops. The extremes of each
 * parameter are among its values, so the combinations that jqwik takes for edge cases are left out.
 */
public final class Problems {
    private static final long MAX_MULTIPLY_ADDS = 1 << 20;

    /** Products of matrices with all transposes, offsets and leading dimensions. */
    public static final class Gemms implements ArbitrarySupplier<GemmProblem> {
        @Override
        public Arbitrary<GemmProblem> get() {
            Arbitrary<Integer> sizes = Arbitraries.of(
                    1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 97, 131);
            Arbitrary<Float> scalars = Arbitraries.of(1f, 0f, -1f, 0.7f);
            Arbitrary<int[]> slack =
                    Arbitraries.of(0, 1, 5, 16).array(int[].class).ofSize(6);
            Arbitrary<int[]> transposes =
                    Arbitraries.of(0, 1).array(int[].class).ofSize(2);
            return Combinators.combine(seeds(), sizes, sizes, sizes, scalars, scalars, transposes, slack)
                    .as((seed, m, n, k, alpha, beta, transposed, more) -> {
                        boolean transA = transposed[0] == 1;
                        boolean transB = transposed[1] == 1;
                        int lda = Math.max(1, transA ? m : k) + more[1];
                        int ldb = Math.max(1, transB ? k : n) + more[3];
                        int ldc = Math.max(1, n) + more[5];
                        return new GemmProblem(
                                seed, transA, transB, m, n, k, alpha, more[0], lda, more[2], ldb, beta, more[4], ldc);
                    })
                    .filter(problem -> (long) problem.m() * problem.n() * problem.k() <= MAX_MULTIPLY_ADDS)
                    .withoutEdgeCases();
        }
    }

    /** Dense, grouped and depthwise convolutions with every kind of stride, padding, dilation and epilogue. */
    public static final class Convolutions implements ArbitrarySupplier<ConvProblem> {
        @Override
        public Arbitrary<ConvProblem> get() {
            Arbitrary<Boolean> booleans = Arbitraries.of(false, true);
            Arbitrary<Activation> activations =
                    Arbitraries.of(Activation.IDENTITY, Activation.RELU, Activation.clippedRelu(0.5f));
            return Combinators.combine(
                            seeds(), geometries(), batches(), spare(), spare(), booleans, booleans, activations)
                    .as((seed, geometry, batch, rows, columns, bias, residual, activation) -> {
                        Padding padding = geometry.padding();
                        int kernelRows = (geometry.kernelHeight() - 1) * geometry.dilationHeight() + 1;
                        int kernelColumns = (geometry.kernelWidth() - 1) * geometry.dilationWidth() + 1;
                        int height = smallest(kernelRows, padding.top(), padding.bottom()) + rows;
                        int width = smallest(kernelColumns, padding.left(), padding.right()) + columns;
                        return new ConvProblem(seed, geometry, batch, height, width, bias, residual, activation);
                    })
                    .filter(problem -> problem.geometry().multiplyAdds(problem.inputShape()) <= MAX_MULTIPLY_ADDS)
                    .withoutEdgeCases();
        }

        private static Arbitrary<ConvGeometry> geometries() {
            Arbitrary<Integer> kernels = Arbitraries.of(3, 1, 2, 5, 7);
            Arbitrary<int[]> strides =
                    Arbitraries.of(1, 1, 2, 3, 11).array(int[].class).ofSize(2);
            Arbitrary<int[]> dilations =
                    Arbitraries.of(1, 1, 2, 3).array(int[].class).ofSize(2);
            return Combinators.combine(channels(), kernels, kernels, strides, paddings(), dilations)
                    .as((channels, kernelHeight, kernelWidth, stride, padding, dilation) -> new ConvGeometry(
                            channels[0],
                            channels[1],
                            kernelHeight,
                            kernelWidth,
                            stride[0],
                            stride[1],
                            padding,
                            dilation[0],
                            dilation[1],
                            channels[2]));
        }

        /** Input channels, output channels and groups. */
        private static Arbitrary<int[]> channels() {
            Arbitrary<Integer> widths =
                    Arbitraries.of(1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65);
            Arbitrary<Integer> narrow = Arbitraries.of(1, 2, 3, 8, 17);
            Arbitrary<int[]> dense = Combinators.combine(widths, widths).as((in, out) -> new int[] {in, out, 1});
            Arbitrary<int[]> grouped = Combinators.combine(narrow, narrow, Arbitraries.of(2, 3, 5))
                    .as((in, out, groups) -> new int[] {in * groups, out * groups, groups});
            Arbitrary<int[]> depthwise = widths.map(width -> new int[] {width, width, width});
            return Arbitraries.oneOf(dense, dense, grouped, depthwise);
        }
    }

    /** Pooling by maximum and average, with every kind of window. */
    public static final class Poolings implements ArbitrarySupplier<PoolProblem> {
        @Override
        public Arbitrary<PoolProblem> get() {
            Arbitrary<Integer> channels = Arbitraries.of(1, 0, 3, 4, 7, 8, 15, 16, 17, 33, 64, 65);
            return Combinators.combine(
                            seeds(),
                            geometries(),
                            Arbitraries.of(Reduction.values()),
                            batches(),
                            spare(),
                            spare(),
                            channels)
                    .as((seed, geometry, reduction, batch, rows, columns, depth) -> {
                        Padding padding = geometry.padding();
                        int windowRows = (geometry.kernelHeight() - 1) * geometry.dilationHeight() + 1;
                        int windowColumns = (geometry.kernelWidth() - 1) * geometry.dilationWidth() + 1;
                        int height = smallest(windowRows, padding.top(), padding.bottom()) + rows;
                        int width = smallest(windowColumns, padding.left(), padding.right()) + columns;
                        return new PoolProblem(seed, geometry, reduction, batch, height, width, depth);
                    })
                    .withoutEdgeCases();
        }

        private static Arbitrary<PoolGeometry> geometries() {
            Arbitrary<Integer> kernels = Arbitraries.of(1, 2, 3, 4, 7);
            Arbitrary<Integer> strides = Arbitraries.of(1, 2, 3, 5);
            Arbitrary<int[]> dilations =
                    Arbitraries.of(1, 1, 2, 3).array(int[].class).ofSize(2);
            return Combinators.combine(
                            kernels, kernels, strides, strides, paddings(), Arbitraries.of(false, true), dilations)
                    .as((height, width, strideHeight, strideWidth, wide, ceilMode, dilation) -> {
                        Padding padding = new Padding(
                                wide.top() % height, wide.left() % width, wide.bottom() % height, wide.right() % width);
                        return new PoolGeometry(height, width, strideHeight, strideWidth, padding, ceilMode)
                                .withDilation(dilation[0], dilation[1]);
                    });
        }
    }

    /** Paddings of 0 to 3 pixels, each side for itself. */
    public static Arbitrary<Padding> paddings() {
        Arbitrary<Integer> sides = Arbitraries.integers().between(0, 3);
        return Combinators.combine(sides, sides, sides, sides).as(Padding::new).withoutEdgeCases();
    }

    /** {@code count} values, uniform in [-1, 1). */
    public static float[] floats(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    private static Arbitrary<Long> seeds() {
        return Arbitraries.longs().between(0, 1 << 20);
    }

    private static Arbitrary<Integer> batches() {
        return Arbitraries.of(1, 2, 3, 0);
    }

    /** Rows or columns beyond those that one window needs. */
    private static Arbitrary<Integer> spare() {
        return Arbitraries.of(0, 1, 2, 3, 4, 5, 6, 7, 9, 12);
    }

    /** The fewest rows or columns, at least 1, in which a window fits with the padding on both sides. */
    private static int smallest(int window, int before, int after) {
        return Math.max(1, window - before - after);
    }

    private Problems() {}
}
