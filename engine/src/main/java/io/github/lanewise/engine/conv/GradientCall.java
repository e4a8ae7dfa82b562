package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.Tensor;

/**
 * One call of the gradient of a convolution's weights: parts that sum, then parts that join the sums. An object serves one call
 * at a time and is reused for the next.
 */
public sealed interface GradientCall permits WeightGradientCall, WinogradGradientCall {

    /** Begins a call; the shapes have been checked. */
    void begin(Tensor x, Tensor outputGradient, Tensor weightGradient, int threads);

    /** Independent parts of the call, for {@link #compute}. */
    int parts();

    void compute(int part, int lane);

    /** Independent parts of what remains to be done after {@link #parts}, for {@link #join}. */
    int joins();

    void join(int part, int lane);

    /** Lets go of the tensors of the call. */
    void end();
}
