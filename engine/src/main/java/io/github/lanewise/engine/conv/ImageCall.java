package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One call of a convolution over NHWC images, or of the adjoint of one. An object serves one call at a time and is reused for the next. */
public sealed interface ImageCall permits ConvolutionCall, InputGradientCall, WinogradCall {

    /** Begins a call; the shapes have been checked. */
    void begin(Tensor input, @Nullable Tensor residual, Tensor output, int threads);

    /** Independent parts of the call, for {@link #compute}. */
    int parts();

    void compute(int part, int lane);

    /** Lets go of the tensors of the call. */
    void end();
}
