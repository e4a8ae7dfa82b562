package io.github.lanewise.engine;

import io.github.lanewise.engine.conv.AdjointFilters;
import io.github.lanewise.engine.conv.ConvolutionCall;
import io.github.lanewise.engine.conv.DirectFilters;
import io.github.lanewise.engine.conv.ImageCall;
import io.github.lanewise.engine.conv.InputGradientCall;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A pass with one chain of fused multiply-adds for every element. */
final class DirectPass implements ImagePass {
    private final Consumer<Tensor> pack;
    private final @Nullable Tensor bias;
    private final ImageCall plain;
    private final ImageCall biased;
    private final Workers.Task plainTask;
    private final Workers.Task biasedTask;

    private DirectPass(Consumer<Tensor> pack, ImageCall plain, ImageCall biased, @Nullable Tensor bias) {
        this.pack = pack;
        this.bias = bias;
        this.plain = plain;
        this.biased = biased;
        plainTask = plain::compute;
        biasedTask = biased::compute;
    }

    /** The convolution. */
    static DirectPass forward(KernelSet kernels, ConvGeometry geometry) {
        DirectFilters filters = new DirectFilters(kernels, geometry);
        Tensor bias = Tensor.allocate(Arena.ofAuto(), geometry.outChannels());
        Epilogue epilogue = new Epilogue(bias, Activation.IDENTITY);
        return new DirectPass(
                filters::pack,
                new ConvolutionCall(filters.weights(), Epilogue.NONE, kernels),
                new ConvolutionCall(filters.weights(), epilogue, kernels),
                bias);
    }

    /** Its adjoint, which has no bias. */
    static DirectPass inputGradient(KernelSet kernels, ConvGeometry geometry) {
        AdjointFilters filters = new AdjointFilters(kernels, geometry);
        InputGradientCall call = new InputGradientCall(filters);
        return new DirectPass(filters::pack, call, call, null);
    }

    @Override
    public void update(Tensor ohwi) {
        pack.accept(ohwi);
    }

    @Override
    public void run(Tensor input, @Nullable Tensor newBias, @Nullable Tensor residual, Tensor output, Workers workers) {
        if (bias != null && newBias != null) {
            bias.copyFrom(newBias);
        }
        ImageCall call = newBias == null ? plain : biased;
        try {
            call.begin(input, residual, output, workers.threads());
            workers.run(call.parts(), newBias == null ? plainTask : biasedTask);
        } finally {
            call.end();
        }
    }
}
