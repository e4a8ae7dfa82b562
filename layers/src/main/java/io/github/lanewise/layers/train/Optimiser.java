package io.github.lanewise.layers.train;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Parameter;
import java.util.SequencedMap;

/** The rule by which parameters follow their gradients. Immutable; what it remembers is in a {@link Descent}. */
public sealed interface Optimiser permits AdamW, Sgd {
    /** Which parameters weight decay draws to zero. */
    enum Decayed {
        /** All, as in PyTorch where nothing else is said. */
        ALL,
        /** Filters and matrices; no biases, no scales and shifts of batch norm. */
        WEIGHTS;

        boolean applies(Parameter parameter) {
            return this == ALL || parameter.shape().rank() > 1;
        }
    }

    /**
     * Begins to train parameters.
     *
     * @param gradients of the parameters by name; those without one are not trained
     */
    Descent begin(SequencedMap<String, Parameter> parameters, SequencedMap<String, Tensor> gradients);
}
