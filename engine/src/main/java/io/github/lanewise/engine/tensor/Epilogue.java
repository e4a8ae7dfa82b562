package io.github.lanewise.engine.tensor;

import org.jspecify.annotations.Nullable;

/**
 * What an operator does to a sum while it stores it: {@code y = function(activation(sum + bias[column] (+ residual)))}.
 *
 * @param bias one value per output channel or column, a dense tensor of rank 1, kept by reference; or null
 * @param function what else is applied, to some rows at a time while they are in the cache, with the bits that
 *     {@code Elementwise.apply} gives; or null
 */
@SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
public record Epilogue(
        @Nullable Tensor bias,
        Activation activation,
        @Nullable UnaryOperation function) {

    /** Stores the sum as it is. */
    public static final Epilogue NONE = new Epilogue(null, Activation.IDENTITY);

    public Epilogue {
        if (bias != null && bias.shape().rank() != 1) {
            throw new ShapeException("a bias has the shape [channels], got " + bias.shape());
        }
    }

    /** Bias and activation alone. */
    public Epilogue(@Nullable Tensor bias, Activation activation) {
        this(bias, activation, null);
    }
}
