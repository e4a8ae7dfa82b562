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
import java.lang.foreign.ValueLayout;

/** The filters of a direct convolution in training, packed anew after every change. */
public final class DirectFilters {

    private final ConvGeometry geometry;
    private final PackedPanels[] panels;
    private final Tensor depthwise;
    private final ConvolutionWeights weights;

    /** Zeros. */
    public DirectFilters(KernelSet kernels, ConvGeometry geometry) {
        this.geometry = geometry;
        Arena arena = Arena.ofAuto();
        int columns = geometry.outChannels() / geometry.groups();
        InPlaceGemm gemm = new InPlaceGemm(kernels, columns);
        panels = new PackedPanels[geometry.isDepthwise() ? 0 : geometry.groups()];
        for (int group = 0; group < panels.length; group++) {
            panels[group] = PackedPanels.allocate(arena, filterSize(), columns, gemm.panelWidth());
        }
        int lanes = geometry.isDepthwise() ? geometry.outChannels() : 0;
        depthwise = Tensor.allocate(arena, Shape.of(taps(), lanes), Padding.NONE);
        weights = new ConvolutionWeights(geometry, gemm, panels, depthwise.segment());
    }

    /** Packs filters {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]}. */
    public void pack(Tensor ohwi) {
        for (int group = 0; group < panels.length; group++) {
            long at = 4L * group * panels[group].n() * filterSize();
            panels[group].pack(0, filterSize(), ohwi.segment(), at, 1, filterSize());
        }
        if (geometry.isDepthwise()) {
            packDepthwise(ohwi);
        }
    }

    private void packDepthwise(Tensor ohwi) {
        MemorySegment from = ohwi.segment();
        for (int channel = 0; channel < geometry.outChannels(); channel++) {
            for (int tap = 0; tap < taps(); tap++) {
                float weight = from.getAtIndex(ValueLayout.JAVA_FLOAT, (long) channel * taps() + tap);
                depthwise
                        .segment()
                        .setAtIndex(ValueLayout.JAVA_FLOAT, (long) tap * geometry.outChannels() + channel, weight);
            }
        }
    }

    public ConvolutionWeights weights() {
        return weights;
    }

    private int taps() {
        return geometry.kernelHeight() * geometry.kernelWidth();
    }

    private int filterSize() {
        return taps() * geometry.inChannels() / geometry.groups();
    }
}
