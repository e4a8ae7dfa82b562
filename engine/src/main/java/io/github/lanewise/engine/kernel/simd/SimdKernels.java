package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.BatchNormKernels;
import io.github.lanewise.engine.kernel.BinaryKernels;
import io.github.lanewise.engine.kernel.DepthwiseKernel;
import io.github.lanewise.engine.kernel.ElementwiseKernels;
import io.github.lanewise.engine.kernel.FunctionKernels;
import io.github.lanewise.engine.kernel.GradientTransform;
import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.kernel.HotSpotFlags;
import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.PackedKernel;
import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.kernel.PoolingGradientKernels;
import io.github.lanewise.engine.kernel.PoolingKernels;
import io.github.lanewise.engine.kernel.ReductionKernels;
import io.github.lanewise.engine.kernel.RowKernel;
import io.github.lanewise.engine.kernel.TileStore;
import io.github.lanewise.engine.kernel.TrainingKernels;
import io.github.lanewise.engine.kernel.WinogradTransform;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** The SIMD tier: register tiles chosen once by the number of vector registers. Created by reflection. */
public final class SimdKernels implements KernelSet {

    private final @Nullable PackedKernel packed;
    private final @Nullable InPlaceKernel wide;
    private final @Nullable InPlaceKernel narrow;
    private final HeapKernel onHeap = new HeapKernel6x2();
    private final RowKernel row = new SimdRowKernel();
    private final PixelKernel pixels = new PixelKernel5x2();
    private final TileStore tiles = new SimdTileStore();
    private final WinogradTransform winograd2 = new SimdWinograd2();
    private final WinogradTransform winograd4 = new SimdWinograd4();
    private final GradientTransform gradientTransform = new SimdGradientTransform();
    private final DepthwiseKernel depthwise = new SimdDepthwiseKernel();
    private final SimdElementwise elementwise = new SimdElementwise();
    private final PoolingKernels pooling = new SimdPooling();
    private final PoolingGradientKernels poolingGradient = new SimdPoolingGradient();
    private final BinaryKernels binary = new SimdBinary();
    private final ReductionKernels reductions = new SimdReductions();
    private final BatchNormKernels batchNorm = new SimdBatchNorm();
    private final TrainingKernels training = new SimdTraining();

    public SimdKernels() {
        boolean registers32 =
                !System.getProperty("os.arch", "").matches("amd64|x86_64") || HotSpotFlags.number("UseAVX", 2) > 2;
        packed = registers32 ? new PackedKernel8x3() : null;
        narrow = registers32 ? new InPlaceKernel4x2() : null;
        wide = registers32 ? new InPlaceKernel5x4() : null;
    }

    @Override
    public int vectorBits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    @Override
    public @Nullable PackedKernel packed() {
        return packed;
    }

    @Override
    public @Nullable InPlaceKernel inPlace(int n) {
        return narrow != null && n <= narrow.columns() ? narrow : wide;
    }

    @Override
    public RowKernel row() {
        return row;
    }

    @Override
    public PixelKernel pixels() {
        return pixels;
    }

    @Override
    public TileStore tiles() {
        return tiles;
    }

    @Override
    public HeapKernel onHeap() {
        return onHeap;
    }

    @Override
    public WinogradTransform winograd(int outputs) {
        return outputs == winograd2.outputs() ? winograd2 : winograd4;
    }

    @Override
    public GradientTransform gradientTransform() {
        return gradientTransform;
    }

    @Override
    public DepthwiseKernel depthwise() {
        return depthwise;
    }

    @Override
    public ElementwiseKernels elementwise() {
        return elementwise;
    }

    @Override
    public FunctionKernels functions() {
        return elementwise;
    }

    @Override
    public PoolingKernels pooling() {
        return pooling;
    }

    @Override
    public PoolingGradientKernels poolingGradient() {
        return poolingGradient;
    }

    @Override
    public BinaryKernels binary() {
        return binary;
    }

    @Override
    public ReductionKernels reductions() {
        return reductions;
    }

    @Override
    public BatchNormKernels batchNorm() {
        return batchNorm;
    }

    @Override
    public TrainingKernels training() {
        return training;
    }
}
