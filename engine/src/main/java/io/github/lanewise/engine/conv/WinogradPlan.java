package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.TileStore;
import io.github.lanewise.engine.kernel.WinogradTransform;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What all calls of a Winograd convolution share. */
public final class WinogradPlan {

    private final KernelSet kernels;
    private final int outputs;
    private final WinogradFilters filters;
    private final @Nullable MemorySegment bias;
    private final float lower;
    private final float upper;

    private WinogradPlan(KernelSet kernels, int outputs, WinogradFilters filters, Epilogue epilogue) {
        this.kernels = kernels;
        this.outputs = outputs;
        this.filters = filters;
        Tensor vector = epilogue.bias();
        bias = vector == null ? null : vector.segment();
        lower = epilogue.activation().lower();
        upper = epilogue.activation().upper();
    }

    /** Transforms filters of shape {@code [outChannels, 3, 3, inChannels]}. */
    public static WinogradPlan of(
            Arena arena, KernelSet kernels, int outputs, ConvGeometry geometry, Tensor ohwi, Epilogue epilogue) {
        int columns = columns(kernels, geometry);
        return new WinogradPlan(
                kernels, outputs, WinogradFilters.of(arena, geometry, outputs, ohwi, columns), epilogue);
    }

    /** With filters that are zero until somebody transforms others. */
    static WinogradPlan empty(Arena arena, KernelSet kernels, int outputs, ConvGeometry geometry, Epilogue epilogue) {
        int columns = columns(kernels, geometry);
        return new WinogradPlan(
                kernels, outputs, WinogradFilters.allocate(arena, geometry, outputs, columns), epilogue);
    }

    private static int columns(KernelSet kernels, ConvGeometry geometry) {
        InPlaceKernel inPlace = kernels.inPlace(geometry.outChannels());
        return inPlace == null ? kernels.onHeap().columns() : inPlace.columns();
    }

    /** The products of one worker, for blocks of so many tiles; on the heap where all blocks of products are. */
    PointProducts newProducts(int tiles) {
        int channels = filters.geometry().inChannels();
        return kernels.packed() == null
                ? new HeapProducts(kernels, points(), tiles, channels)
                : new NativeProducts(kernels, filters.geometry().outChannels(), points(), tiles, channels);
    }

    /** Points of a tile in the Winograd domain. */
    int points() {
        return (outputs + 2) * (outputs + 2);
    }

    int outputs() {
        return outputs;
    }

    WinogradTransform transform() {
        return kernels.winograd(outputs);
    }

    TileStore tiles() {
        return kernels.tiles();
    }

    WinogradFilters filters() {
        return filters;
    }

    /** Bytes of native memory that the filters take. */
    public long bytes() {
        return filters.bytes();
    }

    @Nullable
    MemorySegment bias() {
        return bias;
    }

    float lower() {
        return lower;
    }

    float upper() {
        return upper;
    }
}
