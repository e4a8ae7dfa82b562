package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.gemm.InPlaceGemm;
import io.github.lanewise.engine.gemm.PackedPanels;
import io.github.lanewise.engine.gemm.RowFunction;
import io.github.lanewise.engine.gemm.Steps;
import io.github.lanewise.engine.kernel.DepthwiseKernel.Taps;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One call of a convolution that computes every output as one chain: implicit im2col, or rows of a depthwise convolution.
 *
 * <p>The rows of the im2col matrix are output pixels. In an input that carries its padding physically, such a row is
 * {@code kernelHeight} contiguous runs of {@code kernelWidth * channels} floats ({@code kernelHeight * kernelWidth} runs
 * of a group's channels where the kernel is dilated or the channels are grouped); {@link InPlaceGemm} reads them where
 * they lie. An input without enough padding is copied once. Chellapilla, Puri and Simard, "High Performance
 * Convolutional Neural Networks for Document Processing", 2006, describe the matrix; it is never built here.
 */
public final class ConvolutionCall implements ImageCall {

    private final ConvolutionWeights weights;
    private final ConvGeometry geometry;
    private final KernelSet kernels;
    private final PaddedInput padded;
    private final Steps steps = new Steps();
    private final float lower;
    private final float upper;
    private final @Nullable MemorySegment bias;
    private final @Nullable UnaryOperation function;
    private final RowFunction rowFunction;
    private InPlaceGemm.Rows[] lanes = {};
    private @Nullable Taps taps;

    private final Tensor nothing = Tensor.of(new float[0], 0, 0, 0, 0);
    private Tensor input = nothing;
    private Tensor output = nothing;
    private @Nullable Tensor residual;
    private int outputHeight;
    private int outputWidth;
    private int rowBlock;
    private int rowBlocks;
    private int shares;

    public ConvolutionCall(ConvolutionWeights weights, Epilogue epilogue, KernelSet kernels) {
        this.weights = weights;
        this.geometry = weights.geometry();
        this.kernels = kernels;
        this.padded = new PaddedInput(geometry.padding());
        this.rowFunction = new RowFunction(kernels);
        this.function = epilogue.function();
        this.lower = epilogue.activation().lower();
        this.upper = epilogue.activation().upper();
        Tensor vector = epilogue.bias();
        this.bias = vector == null ? null : vector.segment();
    }

    @Override
    public void begin(Tensor newInput, @Nullable Tensor newResidual, Tensor newOutput, int threads) {
        input = padded.of(newInput);
        residual = newResidual;
        output = newOutput;
        outputHeight = newOutput.shape().dimension(1);
        outputWidth = newOutput.shape().dimension(2);
        rowFunction.begin(function, threads);
        if (geometry.isDepthwise()) {
            beginDepthwise();
        } else {
            beginImplicit(threads);
        }
    }

    @Override
    public void end() {
        input = nothing;
        residual = null;
        output = nothing;
    }

    @Override
    public int parts() {
        int images = output.shape().dimension(0);
        return geometry.isDepthwise()
                ? images * outputHeight
                : Math.multiplyExact(rowBlocks * shares, geometry.groups());
    }

    @Override
    public void compute(int part, int lane) {
        if (geometry.isDepthwise()) {
            depthwiseRow(part / outputHeight, part % outputHeight, lane);
        } else {
            int block = part % rowBlocks;
            int share = part / rowBlocks % shares;
            implicitBlock(block, share, part / rowBlocks / shares, lane);
        }
    }

    private void beginImplicit(int threads) {
        if (lanes.length < threads) {
            InPlaceGemm.Rows[] more = new InPlaceGemm.Rows[threads];
            for (int i = 0; i < threads; i++) {
                more[i] = i < lanes.length ? lanes[i] : weights.gemm().newRows();
            }
            lanes = more;
        }
        steps.clear();
        int limit = weights.gemm().stepLimit();
        int groupChannels = geometry.inChannels() / geometry.groups();
        long pixelBytes = 4L * geometry.inChannels();
        long kernelRow = geometry.dilationHeight() * input.rowBytes();
        if (geometry.groups() == 1 && (geometry.dilationWidth() == 1 || geometry.kernelWidth() == 1)) {
            int run = geometry.kernelWidth() * groupChannels;
            steps.add(0, geometry.kernelHeight(), run, kernelRow, limit);
        } else {
            for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
                long stride = geometry.dilationWidth() * pixelBytes;
                steps.add(ky * kernelRow, geometry.kernelWidth(), groupChannels, stride, limit);
            }
        }
        rowBlock = weights.gemm().sharedBlockRows(pixels(), geometry.groups(), threads, steps);
        rowBlocks = Math.ceilDiv(pixels(), rowBlock);
        shares = weights.gemm().panelShares(rowBlocks * geometry.groups(), threads);
    }

    private int pixels() {
        return output.shape().dimension(0) * outputHeight * outputWidth;
    }

    private void implicitBlock(int block, int share, int group, int lane) {
        InPlaceGemm.Rows rows = lanes[lane];
        int first = block * rowBlock;
        int count = Math.min(rowBlock, pixels() - first);
        addresses(first, count, rows, 4L * group * (geometry.inChannels() / geometry.groups()));
        PackedPanels panels = weights.group(group);
        int from = panels.panels() * share / shares;
        int to = panels.panels() * (share + 1) / shares;
        weights.gemm()
                .compute(
                        rows,
                        count,
                        input.segment(),
                        steps,
                        panels,
                        from,
                        to,
                        bias,
                        residual == null ? null : residual.segment(),
                        lower,
                        upper,
                        output.segment(),
                        4L * group * panels.n());
        int column = from * panels.width();
        int columns = Math.min(to * panels.width(), panels.n()) - column;
        long columnAt = 4L * (group * panels.n() + column);
        rowFunction.apply(output.segment(), rows.outputAt, count, columnAt, columns, lane);
    }

    /** Where the patch of each output pixel begins, and where the pixel lies in the output and in the residual. */
    private void addresses(int first, int count, InPlaceGemm.Rows rows, long groupAt) {
        int image = first / (outputHeight * outputWidth);
        int y = first / outputWidth % outputHeight;
        int x = first % outputWidth;
        for (int r = 0; r < count; r++) {
            rows.inputAt[r] = inputAt(image, y, x) + groupAt;
            rows.outputAt[r] = output.at(image, y, x);
            if (residual != null) {
                rows.residualAt[r] = residual.at(image, y, x);
            }
            if (++x == outputWidth) {
                x = 0;
                if (++y == outputHeight) {
                    y = 0;
                    image++;
                }
            }
        }
    }

    private long inputAt(int image, int y, int x) {
        Padding padding = geometry.padding();
        return input.at(
                image, y * geometry.strideHeight() - padding.top(), x * geometry.strideWidth() - padding.left());
    }

    private void beginDepthwise() {
        long pixelBytes = 4L * geometry.inChannels();
        long rowStride = geometry.dilationHeight() * input.rowBytes();
        Taps old = taps;
        if (old == null || old.rowStride() != rowStride) {
            taps = new Taps(
                    geometry.kernelHeight(),
                    geometry.kernelWidth(),
                    rowStride,
                    geometry.dilationWidth() * pixelBytes,
                    geometry.strideWidth() * pixelBytes,
                    geometry.inChannels());
        }
    }

    private void depthwiseRow(int image, int y, int lane) {
        if (taps == null) {
            throw new IllegalStateException("compute before begin");
        }
        kernels.depthwise()
                .row(
                        taps,
                        outputWidth,
                        input.segment(),
                        inputAt(image, y, 0),
                        weights.depthwise(),
                        bias,
                        residual == null ? null : residual.segment(),
                        residual == null ? 0 : residual.at(image, y, 0),
                        lower,
                        upper,
                        output.segment(),
                        output.at(image, y, 0));
        rowFunction.apply(output.segment(), output.at(image, y, 0), outputWidth * geometry.outChannels(), lane);
    }
}
