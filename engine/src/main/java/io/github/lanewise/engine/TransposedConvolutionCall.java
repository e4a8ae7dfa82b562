package io.github.lanewise.engine;

import io.github.lanewise.engine.gemm.RowFunction;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What one call of {@link TransposedConvolution} works with. Image by image: the products of all pixels with all filters,
 * {@code [pixel, group, kernel row, kernel column, channel]}, then the rows of the result, which gather theirs.
 */
final class TransposedConvolutionCall implements Workers.Task {
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);

    private final ConvGeometry geometry;
    private final Tensor weights;
    private final Epilogue epilogue;
    private final KernelSet kernels = Kernels.current();
    private final RowFunction rowFunction = new RowFunction(kernels);
    private final int taps;
    private final int groupChannels;
    private MemorySegment products = MemorySegment.NULL;
    private Tensor x = NOTHING;
    private Tensor y = NOTHING;
    private int image;

    TransposedConvolutionCall(ConvGeometry geometry, Tensor weights, Epilogue epilogue) {
        this.geometry = geometry;
        this.weights = weights;
        this.epilogue = epilogue;
        taps = geometry.kernelHeight() * geometry.kernelWidth();
        groupChannels = geometry.inChannels() / geometry.groups();
    }

    /** Shapes have been checked and y is not empty. */
    void run(Tensor x, Tensor y, Workers workers) {
        this.x = x;
        this.y = y;
        long pixels = (long) x.shape().dimension(1) * x.shape().dimension(2);
        long floats = pixels * taps * geometry.inChannels();
        if (products.byteSize() < floats * Float.BYTES) {
            products = Arena.ofAuto().allocate(floats * Float.BYTES, 64);
        }
        Workers forked = workers.forWork(floats);
        rowFunction.begin(epilogue.function(), forked.threads());
        for (image = 0; image < x.shape().dimension(0); image++) {
            multiply(workers);
            forked.run(y.shape().dimension(1), this);
        }
    }

    /** Forgets both tensors. */
    void end() {
        x = NOTHING;
        y = NOTHING;
    }

    private void multiply(Workers workers) {
        int height = x.shape().dimension(1);
        int width = x.shape().dimension(2);
        int pieces = x.isDense() ? 1 : height;
        int pixels = height / pieces * width;
        for (int piece = 0; piece < pieces; piece++) {
            for (int group = 0; group < geometry.groups(); group++) {
                multiply(group, pixels, x.at(image, piece, 0), (long) piece * pixels, workers);
            }
        }
    }

    private void multiply(int group, int pixels, long xAt, long firstPixel, Workers workers) {
        int channels = geometry.outChannels();
        int k = channels / geometry.groups();
        int n = taps * groupChannels;
        int row = taps * geometry.inChannels();
        Gemm.sgemm(
                Transpose.NO,
                Transpose.NO,
                pixels,
                n,
                k,
                1,
                x.segment(),
                xAt / Float.BYTES + (long) group * k,
                channels,
                weights.segment(),
                (long) group * k * n,
                n,
                0,
                products,
                firstPixel * row + (long) group * n,
                row,
                workers);
    }

    @Override
    public void run(int row, int lane) {
        int width = y.shape().dimension(2);
        for (int column = 0; column < width; column++) {
            gather(row, column, y.at(image, row, column));
        }
        Activation activation = epilogue.activation();
        long at = y.at(image, row, 0);
        int floats = width * geometry.inChannels();
        MemorySegment out = y.segment();
        if (!activation.equals(Activation.IDENTITY)) {
            kernels.elementwise().clamp(floats, activation.lower(), activation.upper(), out, at, out, at);
        }
        rowFunction.apply(out, at, floats, lane);
    }

    private void gather(int row, int column, long to) {
        begin(to);
        for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
            int down = row + geometry.padding().top() - ky * geometry.dilationHeight();
            if (down < 0 || down % geometry.strideHeight() != 0) {
                continue;
            }
            int fromRow = down / geometry.strideHeight();
            for (int kx = 0; fromRow < x.shape().dimension(1) && kx < geometry.kernelWidth(); kx++) {
                int right = column + geometry.padding().left() - kx * geometry.dilationWidth();
                int fromColumn = right / geometry.strideWidth();
                if (right >= 0
                        && right % geometry.strideWidth() == 0
                        && fromColumn < x.shape().dimension(2)) {
                    long pixel = (long) fromRow * x.shape().dimension(2) + fromColumn;
                    add(pixel, ky * geometry.kernelWidth() + kx, to);
                }
            }
        }
    }

    private void begin(long to) {
        long bytes = (long) geometry.inChannels() * Float.BYTES;
        Tensor bias = epilogue.bias();
        if (bias == null) {
            y.segment().asSlice(to, bytes).fill((byte) 0);
        } else {
            MemorySegment.copy(bias.segment(), 0, y.segment(), to, bytes);
        }
    }

    private void add(long pixel, int tap, long to) {
        for (int group = 0; group < geometry.groups(); group++) {
            long from = (pixel * geometry.groups() + group) * taps + tap;
            kernels.reductions()
                    .accumulate(
                            Reduction.SUM,
                            groupChannels,
                            products,
                            from * groupChannels * Float.BYTES,
                            y.segment(),
                            to + (long) group * groupChannels * Float.BYTES);
        }
    }
}
