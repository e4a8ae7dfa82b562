package io.github.lanewise.engine;

import io.github.lanewise.engine.conv.ConvolutionCall;
import io.github.lanewise.engine.conv.ConvolutionWeights;
import io.github.lanewise.engine.conv.ImageCall;
import io.github.lanewise.engine.conv.WinogradCall;
import io.github.lanewise.engine.conv.WinogradPlan;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A convolution (cross-correlation, as networks define it) with its filters packed once:
 * {@code out = function(activation(conv(in) + bias + residual))} from {@code [N, H, W, inChannels]} to
 * {@code [N, H', W', outChannels]}.
 *
 * <p>Implicit im2col: a matrix product whose rows are patches read where they lie in a physically padded input; pointwise
 * convolutions are plain products; depthwise ones run vectors over channels. Every output is one chain of fused
 * multiply-adds over kernel row, kernel column and channel, in this order. Whoever asks for a Winograd algorithm gets
 * fewer products in another order, with the error that {@link ConvAlgorithm} states. Whatever the algorithm, the bits of an
 * output depend neither on the vector width, nor on the threads, nor on the batch. Immutable and safe for any number of
 * threads.
 */
public final class Convolution {

    private final ConvGeometry geometry;
    private final ConvAlgorithm algorithm;
    private final long packedBytes;

    /** Empty, from the arena of the packed weights: as alive and as confined as they are. */
    private final MemorySegment packedWeights;

    private final @Nullable Tensor bias;
    private final Pool<Call> calls;

    private Convolution(
            Arena arena,
            ConvGeometry geometry,
            ConvAlgorithm algorithm,
            Epilogue epilogue,
            long packedBytes,
            Supplier<ImageCall> calls) {
        this.geometry = geometry;
        this.algorithm = algorithm;
        this.packedBytes = packedBytes;
        this.packedWeights = arena.allocate(0);
        this.bias = epilogue.bias();
        this.calls = new Pool<>(() -> new Call(calls.get()));
    }

    /** One call with the task that the workers run. */
    private static final class Call {
        private final ImageCall convolution;
        private final Workers.Task task;

        private Call(ImageCall convolution) {
            this.convolution = convolution;
            this.task = convolution::compute;
        }
    }

    /** Packs the filters into memory that the garbage collector reclaims. */
    public static Convolution of(ConvGeometry geometry, Tensor weights, Epilogue epilogue) {
        return of(Arena.ofAuto(), geometry, weights, epilogue);
    }

    /** Packs the filters into the given arena. The bias is used where it lies. Errors as below. */
    public static Convolution of(Arena arena, ConvGeometry geometry, Tensor weights, Epilogue epilogue) {
        return of(arena, geometry, weights, epilogue, ConvAlgorithm.DIRECT);
    }

    /**
     * The same by a given algorithm, for instance {@link ConvAlgorithm#fastest}.
     *
     * @param weights dense, {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]}
     * @throws ShapeException if the weights or the bias do not fit the geometry
     * @throws IllegalArgumentException if the algorithm does not compute such convolutions
     */
    public static Convolution of(
            Arena arena, ConvGeometry geometry, Tensor weights, Epilogue epilogue, ConvAlgorithm algorithm) {
        if (!weights.shape().equals(geometry.weightShape()) || !weights.isDense()) {
            throw new ShapeException(
                    "convolution needs dense weights " + geometry.weightShape() + ", got " + weights.shape());
        }
        Tensor bias = epilogue.bias();
        if (bias != null && bias.shape().elements() != geometry.outChannels()) {
            throw new ShapeException(
                    "convolution to " + geometry.outChannels() + " channels needs as many biases, got " + bias.shape());
        }
        if (algorithm != ConvAlgorithm.DIRECT && epilogue.function() != null) {
            throw new IllegalArgumentException(
                    algorithm + " applies no function of one element; use DIRECT or a step of its own");
        }
        if (!algorithm.fits(geometry)) {
            throw new IllegalArgumentException(
                    algorithm + " does not compute " + geometry + "; see ConvAlgorithm.fits");
        }
        Access.require("weights", weights.segment());
        return algorithm == ConvAlgorithm.DIRECT
                ? direct(arena, geometry, weights, epilogue)
                : winograd(arena, geometry, weights, epilogue, algorithm);
    }

    private static Convolution direct(Arena arena, ConvGeometry geometry, Tensor weights, Epilogue epilogue) {
        KernelSet kernels = Kernels.current();
        ConvolutionWeights packed = ConvolutionWeights.of(arena, kernels, geometry, weights);
        return new Convolution(
                arena,
                geometry,
                ConvAlgorithm.DIRECT,
                epilogue,
                packed.bytes(),
                () -> new ConvolutionCall(packed, epilogue, kernels));
    }

    private static Convolution winograd(
            Arena arena, ConvGeometry geometry, Tensor weights, Epilogue epilogue, ConvAlgorithm algorithm) {
        KernelSet kernels = Kernels.current();
        WinogradPlan plan = WinogradPlan.of(arena, kernels, algorithm.tile(), geometry, weights, epilogue);
        return new Convolution(arena, geometry, algorithm, epilogue, plan.bytes(), () -> new WinogradCall(plan));
    }

    public ConvGeometry geometry() {
        return geometry;
    }

    /** The padding that an input should carry physically; an input with less is copied at every call. */
    public Padding inputPadding() {
        return geometry.padding();
    }

    /** Bytes of native memory that the packed filters take. */
    public long packedBytes() {
        return packedBytes;
    }

    /** The algorithm that computes it, for reports. */
    public String algorithm() {
        if (algorithm != ConvAlgorithm.DIRECT) {
            return "Winograd " + algorithm.tile() + "x" + algorithm.tile();
        }
        if (geometry.isDepthwise()) {
            return "depthwise";
        }
        return geometry.isPointwise() ? "pointwise" : "implicit im2col";
    }

    /** {@code output = function(activation(conv(input) + bias))}. */
    public void run(Tensor input, Tensor output, Workers workers) {
        run(input, null, output, workers);
    }

    /**
     * {@code output = function(activation(conv(input) + bias + residual))}. Writes the interior of the output, never its padding,
     * and takes the padding of the input as it is: it holds zeros unless the caller put something else there. The output
     * must not overlap the input; it may be the residual.
     *
     * @param residual shape of the output, or null
     * @throws ShapeException if the shapes do not fit, or the output has more than 2³⁰ pixels
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    public void run(Tensor input, @Nullable Tensor residual, Tensor output, Workers workers) {
        requireFit(input.shape(), "output", output.shape());
        if (residual != null) {
            requireFit(input.shape(), "residual", residual.shape());
        }
        Shape shape = output.shape();
        Workers forked = workers.forProducts(shape.elements() * tapsPerOutput())
                .reaching("packed weights", packedWeights)
                .reaching("bias", bias)
                .reaching("input", input)
                .reaching("residual", residual)
                .reaching("output", output);
        if (shape.elements() == 0) {
            return;
        }
        Call call = calls.acquire();
        try {
            call.convolution.begin(input, residual, output, forked.threads());
            forked.run(call.convolution.parts(), call.task);
        } finally {
            call.convolution.end();
            calls.release(call);
        }
    }

    /** Multiply-adds that lead to one output. */
    private long tapsPerOutput() {
        return (long) geometry.kernelHeight() * geometry.kernelWidth() * geometry.inChannels() / geometry.groups();
    }

    private void requireFit(Shape in, String role, Shape out) {
        if (!geometry.connects(in, out)) {
            throw new ShapeException(
                    "convolution of " + in + " gives " + geometry.outputShape(in) + ", got " + role + " " + out);
        }
        ImageLimits.requirePixels(role, out);
        if (geometry.isDepthwise()) {
            ImageLimits.requireRow(role, out);
        }
    }
}
