package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.BatchNormKernels;
import io.github.lanewise.engine.kernel.BinaryKernels;
import io.github.lanewise.engine.kernel.DepthwiseKernel;
import io.github.lanewise.engine.kernel.ElementwiseKernels;
import io.github.lanewise.engine.kernel.FunctionKernels;
import io.github.lanewise.engine.kernel.GradientTransform;
import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.PackedKernel;
import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.kernel.PlainKernels;
import io.github.lanewise.engine.kernel.PoolingGradientKernels;
import io.github.lanewise.engine.kernel.PoolingKernels;
import io.github.lanewise.engine.kernel.ReductionKernels;
import io.github.lanewise.engine.kernel.RowKernel;
import io.github.lanewise.engine.kernel.TileStore;
import io.github.lanewise.engine.kernel.TrainingKernels;
import io.github.lanewise.engine.kernel.WinogradTransform;

/** The scalar tier: plain Java that runs on every virtual machine. */
public final class ScalarKernels implements PlainKernels {

    private final PackedKernel packed = new ScalarPackedKernel();
    private final InPlaceKernel inPlace = new ScalarInPlaceKernel();
    private final HeapKernel onHeap = new AnyHeapKernel(2 * AnyTile.COLUMNS);
    private final RowKernel row = new ScalarRowKernel();
    private final PixelKernel pixels = new ScalarPixelKernel();
    private final TileStore tiles = new ScalarTileStore();
    private final WinogradTransform winograd2 = new ScalarWinograd2();
    private final WinogradTransform winograd4 = new ScalarWinograd4();
    private final GradientTransform gradientTransform = new ScalarGradientTransform();
    private final DepthwiseKernel depthwise = new ScalarDepthwiseKernel();
    private final ScalarElementwise elementwise = new ScalarElementwise();
    private final PoolingKernels pooling = new ScalarPooling();
    private final PoolingGradientKernels poolingGradient = new ScalarPoolingGradient();
    private final BinaryKernels binary = new ScalarBinary();
    private final ReductionKernels reductions = new ScalarReductions();
    private final BatchNormKernels batchNorm = new ScalarBatchNorm();
    private final TrainingKernels training = new ScalarTraining();

    @Override
    public InPlaceKernel like(InPlaceKernel kernel) {
        return new AnyInPlaceKernel(kernel.rows(), kernel.columns());
    }

    @Override
    public HeapKernel like(HeapKernel kernel) {
        return new AnyHeapKernel(kernel.columns());
    }

    @Override
    public PackedKernel like(PackedKernel kernel) {
        return new AnyPackedKernel(kernel.rows(), kernel.columns());
    }

    @Override
    public int vectorBits() {
        return Float.SIZE;
    }

    @Override
    public PackedKernel packed() {
        return packed;
    }

    @Override
    public InPlaceKernel inPlace(int n) {
        return inPlace;
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
