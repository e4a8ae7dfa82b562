package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.gemm.PackedPanels;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

/**
 * The pixels of a convolution's input that are reached by the same taps, and these taps with rows and columns turned: to these
 * pixels the adjoint is a convolution of stride 1 over the output. A stride of s per axis makes s² phases.
 *
 * @param groups per group a packed matrix of {@code rows.taps() * columns.taps() * outChannels / groups} rows and
 *     {@code inChannels / groups} columns
 */
record AdjointPhase(PhaseAxis rows, PhaseAxis columns, List<PackedPanels> groups) {

    /** All phases of a geometry, their filters zero. */
    static AdjointPhase[] all(Arena arena, ConvGeometry geometry, int panelWidth) {
        AdjointPhase[] phases = new AdjointPhase[geometry.strideHeight() * geometry.strideWidth()];
        for (int phase = 0; phase < phases.length; phase++) {
            PhaseAxis rows = PhaseAxis.of(
                    phase / geometry.strideWidth(),
                    geometry.kernelHeight(),
                    geometry.strideHeight(),
                    geometry.padding().top(),
                    geometry.dilationHeight());
            PhaseAxis columns = PhaseAxis.of(
                    phase % geometry.strideWidth(),
                    geometry.kernelWidth(),
                    geometry.strideWidth(),
                    geometry.padding().left(),
                    geometry.dilationWidth());
            PackedPanels[] groups = new PackedPanels[geometry.groups()];
            int k = rows.taps() * columns.taps() * geometry.outChannels() / geometry.groups();
            for (int group = 0; group < groups.length; group++) {
                groups[group] = PackedPanels.allocate(arena, k, geometry.inChannels() / geometry.groups(), panelWidth);
            }
            phases[phase] = new AdjointPhase(rows, columns, Arrays.asList(groups));
        }
        return phases;
    }

    /** Whether no window reaches these pixels. */
    boolean isEmpty() {
        return rows.taps() == 0 || columns.taps() == 0;
    }

    /** Packs the taps of the phase out of filters {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]}. */
    void pack(Tensor ohwi) {
        int kernelWidth = ohwi.shape().dimension(2);
        int outChannels = ohwi.shape().dimension(0) / groups.size();
        int groupChannels = ohwi.shape().dimension(3);
        int filter = ohwi.shape().dimension(1) * kernelWidth * groupChannels;
        for (int group = 0; group < groups.size(); group++) {
            for (int tap = 0; tap < rows.taps() * columns.taps(); tap++) {
                int row = rows.tap(tap / columns.taps());
                int column = columns.tap(tap % columns.taps());
                long at = 4L * groupChannels * ((long) row * kernelWidth + column) + 4L * group * outChannels * filter;
                groups.get(group).pack(tap * outChannels, outChannels, ohwi.segment(), at, filter, 1);
            }
        }
    }
}
