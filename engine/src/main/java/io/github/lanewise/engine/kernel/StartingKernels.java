package io.github.lanewise.engine.kernel;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SIMD tier from its first moment on: each family of kernels is served in plain Java while a thread in the background
 * compiles the vector kernels. Those of convolutions begin at once, the others when somebody asks for them.
 */
final class StartingKernels implements KernelSet {
    private final KernelSet vector;
    private final @Nullable Family<PackedKernel> packed;
    private final @Nullable Family<InPlaceKernel> wide;
    private final @Nullable Family<InPlaceKernel> narrow;
    private final int narrowColumns;
    private final Family<RowKernel> row;
    private final Family<TileStore> tiles;
    private final Family<HeapKernel> onHeap;
    private final Family<WinogradTransform> winograd2;
    private final Family<WinogradTransform> winograd4;
    private final Family<DepthwiseKernel> depthwise;
    private final Family<ElementwiseKernels> elementwise;
    private final Family<FunctionKernels> functions;
    private final Family<PoolingKernels> pooling;
    private final Family<BinaryKernels> binary;
    private final Family<ReductionKernels> reductions;
    private final Family<PixelKernel> pixels;
    private final Family<GradientTransform> gradientTransform;
    private final Family<BatchNormKernels> batchNorm;
    private final Family<PoolingGradientKernels> poolingGradient;
    private final Family<TrainingKernels> training;
    private final List<Family<?>> all;

    StartingKernels(KernelSet vector, PlainKernels plain, WarmUp warmUp, Executor background) {
        InPlaceKernel wideTile = vector.inPlace(Integer.MAX_VALUE);
        InPlaceKernel narrowTile = vector.inPlace(1);
        this.vector = vector;
        wide = wideTile == null ? null : new Family<>(plain.like(wideTile), wideTile, warmUp::inPlace, background);
        narrow = narrowTile == null
                ? null
                : new Family<>(plain.like(narrowTile), narrowTile, warmUp::inPlace, background);
        narrowColumns = narrowTile == null ? 0 : narrowTile.columns();
        tiles = new Family<>(plain.tiles(), vector.tiles(), warmUp::tiles, background);
        pooling = new Family<>(plain.pooling(), vector.pooling(), warmUp::pooling, background);
        PackedKernel packedKernel = vector.packed();
        boolean heap = packedKernel == null;
        packed = packedKernel == null
                ? null
                : new Family<>(plain.like(packedKernel), packedKernel, warmUp::packed, background);
        row = new Family<>(plain.row(), vector.row(), warmUp::row, background);
        onHeap = new Family<>(plain.like(vector.onHeap()), vector.onHeap(), warmUp::onHeap, background);
        Predicate<WinogradTransform> transforms = transform -> warmUp.winograd(transform, heap);
        winograd2 = new Family<>(plain.winograd(2), vector.winograd(2), transforms, background);
        winograd4 = new Family<>(plain.winograd(4), vector.winograd(4), transforms, background);
        depthwise = new Family<>(plain.depthwise(), vector.depthwise(), warmUp::depthwise, background);
        elementwise = new Family<>(plain.elementwise(), vector.elementwise(), warmUp::elementwise, background);
        functions = new Family<>(plain.functions(), vector.functions(), warmUp::functions, background);
        binary = new Family<>(plain.binary(), vector.binary(), warmUp::binary, background);
        reductions = new Family<>(plain.reductions(), vector.reductions(), warmUp::reductions, background);
        TrainingWarmUp trainingWarmUp = new TrainingWarmUp(warmUp);
        pixels = new Family<>(vector.pixels(), vector.pixels(), trainingWarmUp::pixels, background);
        gradientTransform = new Family<>(
                plain.gradientTransform(), vector.gradientTransform(), trainingWarmUp::gradientTransform, background);
        batchNorm = new Family<>(plain.batchNorm(), vector.batchNorm(), trainingWarmUp::batchNorm, background);
        poolingGradient = new Family<>(
                plain.poolingGradient(), vector.poolingGradient(), trainingWarmUp::poolingGradient, background);
        training = new Family<>(plain.training(), vector.training(), trainingWarmUp::training, background);
        all = Stream.of(
                        wide,
                        narrow,
                        tiles,
                        pooling,
                        packed,
                        row,
                        onHeap,
                        winograd2,
                        winograd4,
                        depthwise,
                        elementwise,
                        functions,
                        binary,
                        reductions,
                        pixels,
                        gradientTransform,
                        batchNorm,
                        poolingGradient,
                        training)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Sets the compilation of what every network needs going. */
    void requestForNetworks() {
        Stream.of(wide, narrow).filter(Objects::nonNull).forEach(Family::request);
        onHeap.request();
        tiles.request();
        pooling.request();
    }

    void requestAll() {
        all.forEach(Family::request);
    }

    /** Waits for everything that has been asked for; false if something did not become fast. */
    boolean await() {
        boolean fast = true;
        for (Family<?> family : all) {
            fast &= family.await();
        }
        return fast;
    }

    @Override
    public int vectorBits() {
        return vector.vectorBits();
    }

    @Override
    public @Nullable PackedKernel packed() {
        return packed == null ? null : packed.serving();
    }

    @Override
    public @Nullable InPlaceKernel inPlace(int n) {
        Family<InPlaceKernel> family = n <= narrowColumns ? narrow : wide;
        return family == null ? null : family.serving();
    }

    @Override
    public RowKernel row() {
        return row.serving();
    }

    /** Gradients keep the kernel, and its register tile is not that of plain Java, so nothing stands in for it. */
    @Override
    public PixelKernel pixels() {
        pixels.request();
        pixels.await();
        return vector.pixels();
    }

    @Override
    public GradientTransform gradientTransform() {
        return gradientTransform.serving();
    }

    @Override
    public BatchNormKernels batchNorm() {
        return batchNorm.serving();
    }

    @Override
    public PoolingGradientKernels poolingGradient() {
        return poolingGradient.serving();
    }

    @Override
    public TrainingKernels training() {
        return training.serving();
    }

    @Override
    public TileStore tiles() {
        return tiles.serving();
    }

    @Override
    public HeapKernel onHeap() {
        return onHeap.serving();
    }

    @Override
    public WinogradTransform winograd(int outputs) {
        return (outputs == 2 ? winograd2 : winograd4).serving();
    }

    @Override
    public DepthwiseKernel depthwise() {
        return depthwise.serving();
    }

    @Override
    public ElementwiseKernels elementwise() {
        return elementwise.serving();
    }

    @Override
    public FunctionKernels functions() {
        return functions.serving();
    }

    @Override
    public PoolingKernels pooling() {
        return pooling.serving();
    }

    @Override
    public BinaryKernels binary() {
        return binary.serving();
    }

    @Override
    public ReductionKernels reductions() {
        return reductions.serving();
    }
}
