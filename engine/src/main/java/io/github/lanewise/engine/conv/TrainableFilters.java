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

/** The filters of a convolution in training, packed anew after every change: for the convolution and for its adjoint. */
public final class TrainableFilters {

    private final ConvGeometry geometry;
    private final Tensor ohwi;
    private final PackedPanels[] panels;
    private final Tensor depthwise;
    private final ConvolutionWeights weights;
    private final InPlaceGemm adjointGemm;
    private final AdjointPhase[] phases;

    /** Zeros. */
    public TrainableFilters(KernelSet kernels, ConvGeometry geometry) {
        this.geometry = geometry;
        Arena arena = Arena.ofAuto();
        ohwi = Tensor.allocate(arena, geometry.weightShape());
        int columns = geometry.outChannels() / geometry.groups();
        InPlaceGemm gemm = new InPlaceGemm(kernels, columns);
        panels = new PackedPanels[geometry.isDepthwise() ? 0 : geometry.groups()];
        for (int group = 0; group < panels.length; group++) {
            panels[group] = PackedPanels.allocate(arena, filterSize(), columns, gemm.panelWidth());
        }
        int lanes = geometry.isDepthwise() ? geometry.outChannels() : 0;
        depthwise = Tensor.allocate(arena, Shape.of(taps(), lanes), Padding.NONE);
        weights = new ConvolutionWeights(geometry, gemm, panels, depthwise.segment());
        adjointGemm = new InPlaceGemm(kernels, geometry.inChannels() / geometry.groups());
        phases = AdjointPhase.all(arena, geometry, adjointGemm.panelWidth());
    }

    /** Where the caller puts the new filters, {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]}. */
    public Tensor ohwi() {
        return ohwi;
    }

    /** Packs the filters that now stand in {@link #ohwi}. */
    public void pack() {
        for (int group = 0; group < panels.length; group++) {
            long at = 4L * group * panels[group].n() * filterSize();
            panels[group].pack(0, filterSize(), ohwi.segment(), at, 1, filterSize());
        }
        if (geometry.isDepthwise()) {
            packDepthwise();
        }
        for (AdjointPhase phase : phases) {
            phase.pack(ohwi);
        }
    }

    private void packDepthwise() {
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

    /** For the convolution. */
    public ConvolutionWeights weights() {
        return weights;
    }

    /** For its adjoint. */
    AdjointPhase[] phases() {
        return phases;
    }

    /** The product that runs the phases. */
    InPlaceGemm adjointGemm() {
        return adjointGemm;
    }

    private int taps() {
        return geometry.kernelHeight() * geometry.kernelWidth();
    }

    private int filterSize() {
        return taps() * geometry.inChannels() / geometry.groups();
    }
}
