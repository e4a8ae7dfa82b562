package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A pass of a convolution in training that leads from images to images. An object serves one call at a time. */
sealed interface ImagePass permits DirectPass, WinogradPass {

    /** Takes filters {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]} that have changed. */
    void update(Tensor ohwi);

    /**
     * {@code output = pass(input) + bias + residual}; all has been checked.
     *
     * @param residual shape of the output, which it may be, or null
     */
    void run(Tensor input, @Nullable Tensor bias, @Nullable Tensor residual, Tensor output, Workers workers);
}
