package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as a step uses it.
 *
 * @param gradient of the same shape; null if the parameter is not trained
 */
record Learned(Tensor values, @Nullable Tensor gradient) {
    /** The gradient of a parameter that is always trained. */
    Tensor trainedGradient() {
        return Objects.requireNonNull(gradient);
    }
}
