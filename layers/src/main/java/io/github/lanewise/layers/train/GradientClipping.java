package io.github.lanewise.layers.train;

/** A bound that all gradients together keep before the optimiser sees them. */
public sealed interface GradientClipping {
    /** No bound. */
    record None() implements GradientClipping {}

    /**
     * Where the L2 norm of all gradients exceeds the maximum, they are multiplied by {@code maximum / (norm + 1e-6)}:
     * Pascanu et al. 2013 (arXiv:1211.5063), algorithm 1, as PyTorch's {@code clip_grad_norm_}.
     */
    record ByNorm(double maximum) implements GradientClipping {
        public ByNorm {
            requirePositive(maximum);
        }
    }

    /** Every element is kept between {@code -maximum} and {@code maximum}, as PyTorch's {@code clip_grad_value_}. */
    record ByValue(double maximum) implements GradientClipping {
        public ByValue {
            requirePositive(maximum);
        }
    }

    private static void requirePositive(double maximum) {
        if (!(maximum > 0)) {
            throw new IllegalArgumentException("gradients are clipped to a positive maximum, got " + maximum);
        }
    }
}
