package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.gemm.InPlaceGemm;
import io.github.lanewise.engine.gemm.Steps;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One call of the adjoint of a convolution: from the gradient of its output to that of its input. Phase by phase an implicit
 * im2col product over the output gradient; to pixels that no window reaches it adds 0.
 */
public final class InputGradientCall implements ImageCall {

    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);

    private final ConvGeometry geometry;
    private final AdjointPhase[] phases;
    private final InPlaceGemm gemm;
    private final Steps[] steps;
    private final int[] rowBlock;
    private final int[] rowBlocks;
    private final MemorySegment zeros;
    private final PaddedInput padded;
    private InPlaceGemm.Rows[] lanes = {};
    private Tensor outputGradient = NOTHING;
    private Tensor inputGradient = NOTHING;
    private @Nullable Tensor residual;

    public InputGradientCall(AdjointFilters filters) {
        geometry = filters.geometry();
        phases = filters.phases();
        gemm = filters.gemm();
        padded = new PaddedInput(outputPadding(geometry));
        steps = new Steps[phases.length];
        for (int phase = 0; phase < phases.length; phase++) {
            steps[phase] = new Steps();
        }
        rowBlock = new int[phases.length];
        rowBlocks = new int[phases.length];
        zeros = Arena.ofAuto().allocate(4L * geometry.inChannels() / geometry.groups(), 4);
    }

    /** The padding that an output gradient should carry, all zeros: how far windows of the phases reach beyond it. */
    public static Padding outputPadding(ConvGeometry geometry) {
        Padding padding = geometry.padding();
        int vertical = (geometry.kernelHeight() - 1) * geometry.dilationHeight();
        int horizontal = (geometry.kernelWidth() - 1) * geometry.dilationWidth();
        return new Padding(
                Math.max(0, vertical - padding.top()) / geometry.strideHeight(),
                Math.max(0, horizontal - padding.left()) / geometry.strideWidth(),
                Math.ceilDiv(Math.max(0, vertical - padding.bottom()), geometry.strideHeight()),
                Math.ceilDiv(Math.max(0, horizontal - padding.right()), geometry.strideWidth()));
    }

    @Override
    public void begin(Tensor newOutputGradient, @Nullable Tensor newResidual, Tensor newInputGradient, int threads) {
        residual = newResidual;
        outputGradient = padded.of(newOutputGradient);
        inputGradient = newInputGradient;
        if (lanes.length < threads) {
            InPlaceGemm.Rows[] more = new InPlaceGemm.Rows[threads];
            for (int i = 0; i < threads; i++) {
                more[i] = i < lanes.length ? lanes[i] : gemm.newRows();
            }
            lanes = more;
        }
        for (int phase = 0; phase < phases.length; phase++) {
            cut(phases[phase], steps[phase]);
            int pixels = pixels(phases[phase]);
            rowBlock[phase] = gemm.blockRows(Math.max(1, pixels), threads, steps[phase]);
            rowBlocks[phase] = Math.ceilDiv(pixels, rowBlock[phase]);
        }
    }

    private void cut(AdjointPhase phase, Steps cut) {
        cut.clear();
        int groupChannels = geometry.outChannels() / geometry.groups();
        long pixelBytes = 4L * geometry.outChannels();
        long kernelRow = phase.rows().dilation() * outputGradient.rowBytes();
        int rows = phase.rows().taps();
        int columns = phase.columns().taps();
        if (geometry.groups() == 1 && (phase.columns().dilation() == 1 || columns == 1)) {
            cut.add(0, rows, columns * groupChannels, kernelRow, gemm.stepLimit());
        } else {
            for (int row = 0; row < rows; row++) {
                long stride = phase.columns().dilation() * pixelBytes;
                cut.add(row * kernelRow, columns, groupChannels, stride, gemm.stepLimit());
            }
        }
    }

    private int pixels(AdjointPhase phase) {
        int rows = phase.rows().pixels(inputGradient.shape().dimension(1));
        int columns = phase.columns().pixels(inputGradient.shape().dimension(2));
        return inputGradient.shape().dimension(0) * rows * columns;
    }

    @Override
    public void end() {
        outputGradient = NOTHING;
        inputGradient = NOTHING;
        residual = null;
    }

    @Override
    public int parts() {
        int blocks = 0;
        for (int phase = 0; phase < phases.length; phase++) {
            blocks += rowBlocks[phase];
        }
        return Math.multiplyExact(blocks, geometry.groups());
    }

    @Override
    public void compute(int part, int lane) {
        int block = part / geometry.groups();
        int phase = 0;
        while (block >= rowBlocks[phase]) {
            block -= rowBlocks[phase++];
        }
        compute(phase, block, part % geometry.groups(), lanes[lane]);
    }

    private void compute(int index, int block, int group, InPlaceGemm.Rows rows) {
        AdjointPhase phase = phases[index];
        int first = block * rowBlock[index];
        int count = Math.min(rowBlock[index], pixels(phase) - first);
        int outChannels = geometry.outChannels() / geometry.groups();
        int inChannels = geometry.inChannels() / geometry.groups();
        addresses(phase, first, count, rows, 4L * group * outChannels);
        if (phase.isEmpty()) {
            takeOver(rows, count, 4L * group * inChannels);
            return;
        }
        gemm.compute(
                rows,
                count,
                outputGradient.segment(),
                steps[index],
                phase.groups().get(group),
                0,
                phase.groups().get(group).panels(),
                null,
                residual == null ? null : residual.segment(),
                Float.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY,
                inputGradient.segment(),
                4L * group * inChannels);
    }

    /** Where the patch of each pixel of the phase begins in the output gradient, and where the pixel lies. */
    private void addresses(AdjointPhase phase, int first, int count, InPlaceGemm.Rows rows, long groupAt) {
        int height = phase.rows().pixels(inputGradient.shape().dimension(1));
        int width = phase.columns().pixels(inputGradient.shape().dimension(2));
        int image = first / (height * width);
        int y = first / width % height;
        int x = first % width;
        for (int r = 0; r < count; r++) {
            rows.inputAt[r] = outputGradient.at(
                            image, phase.rows().origin() + y, phase.columns().origin() + x)
                    + groupAt;
            int inputY = phase.rows().pixel(y);
            int inputX = phase.columns().pixel(x);
            rows.outputAt[r] = inputGradient.at(image, inputY, inputX);
            if (residual != null) {
                rows.residualAt[r] = residual.at(image, inputY, inputX);
            }
            if (++x == width) {
                x = 0;
                if (++y == height) {
                    y = 0;
                    image++;
                }
            }
        }
    }

    /** What pixels become that no window reaches: the residual, or 0. */
    private void takeOver(InPlaceGemm.Rows rows, int count, long groupAt) {
        MemorySegment to = inputGradient.segment();
        long bytes = zeros.byteSize();
        for (int r = 0; r < count; r++) {
            if (residual == null) {
                MemorySegment.copy(zeros, 0, to, rows.outputAt[r] + groupAt, bytes);
            } else {
                MemorySegment.copy(
                        residual.segment(), rows.residualAt[r] + groupAt, to, rows.outputAt[r] + groupAt, bytes);
            }
        }
    }
}
