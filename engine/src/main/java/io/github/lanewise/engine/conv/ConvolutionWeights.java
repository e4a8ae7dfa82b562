package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.gemm.InPlaceGemm;
import io.github.lanewise.engine.gemm.PackedPanels;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The filters of a convolution in the form its algorithm reads: per group a packed matrix of
 * {@code kernelHeight * kernelWidth * inChannels / groups} rows and {@code outChannels / groups} columns, or for a
 * depthwise convolution {@code [kernelHeight, kernelWidth, channels]}.
 */
public final class ConvolutionWeights {

    private final ConvGeometry geometry;
    private final InPlaceGemm gemm;
    private final PackedPanels[] groups;
    private final MemorySegment depthwise;

    ConvolutionWeights(ConvGeometry geometry, InPlaceGemm gemm, PackedPanels[] groups, MemorySegment depthwise) {
        this.geometry = geometry;
        this.gemm = gemm;
        this.groups = groups;
        this.depthwise = depthwise;
    }

    /** Packs filters of shape {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]}. */
    public static ConvolutionWeights of(Arena arena, KernelSet kernels, ConvGeometry geometry, Tensor ohwi) {
        int groups = geometry.groups();
        int columns = geometry.outChannels() / groups;
        InPlaceGemm gemm = new InPlaceGemm(kernels, columns);
        if (geometry.isDepthwise()) {
            return new ConvolutionWeights(geometry, gemm, new PackedPanels[0], depthwise(arena, geometry, ohwi));
        }
        int k = geometry.kernelHeight() * geometry.kernelWidth() * geometry.inChannels() / groups;
        PackedPanels[] packed = new PackedPanels[groups];
        for (int group = 0; group < groups; group++) {
            long at = 4L * group * columns * k;
            packed[group] = PackedPanels.of(arena, ohwi.segment(), at, 1, k, k, columns, gemm.panelWidth());
        }
        return new ConvolutionWeights(geometry, gemm, packed, MemorySegment.NULL);
    }

    private static MemorySegment depthwise(Arena arena, ConvGeometry geometry, Tensor ohwi) {
        int taps = geometry.kernelHeight() * geometry.kernelWidth();
        int channels = geometry.outChannels();
        Tensor weights = Tensor.allocate(arena, Shape.of(taps, channels), Padding.NONE);
        Tensor filters = ohwi.reshape(channels, taps);
        for (int tap = 0; tap < taps; tap++) {
            for (int channel = 0; channel < channels; channel++) {
                weights.set(filters.get(channel, tap), tap, channel);
            }
        }
        return weights.segment();
    }

    public ConvGeometry geometry() {
        return geometry;
    }

    /** Bytes of native memory that the packed filters take. */
    public long bytes() {
        long bytes = depthwise.byteSize();
        for (PackedPanels group : groups) {
            bytes += group.bytes();
        }
        return bytes;
    }

    InPlaceGemm gemm() {
        return gemm;
    }

    PackedPanels group(int group) {
        return groups[group];
    }

    MemorySegment depthwise() {
        return depthwise;
    }
}
