package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.gemm.InPlaceGemm;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/** The filters of the adjoint of a convolution in training, packed anew after every change. */
public final class AdjointFilters {

    private final ConvGeometry geometry;
    private final InPlaceGemm gemm;
    private final AdjointPhase[] phases;

    /** Zeros. */
    public AdjointFilters(KernelSet kernels, ConvGeometry geometry) {
        this.geometry = geometry;
        gemm = new InPlaceGemm(kernels, geometry.inChannels() / geometry.groups());
        phases = AdjointPhase.all(Arena.ofAuto(), geometry, gemm.panelWidth());
    }

    /** Packs filters {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]} of the convolution. */
    public void pack(Tensor ohwi) {
        for (AdjointPhase phase : phases) {
            phase.pack(ohwi);
        }
    }

    /** Of the convolution. */
    ConvGeometry geometry() {
        return geometry;
    }

    AdjointPhase[] phases() {
        return phases;
    }

    /** The product that runs the phases. */
    InPlaceGemm gemm() {
        return gemm;
    }
}
