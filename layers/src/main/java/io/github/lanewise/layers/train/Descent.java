package io.github.lanewise.layers.train;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.SequencedMap;

/** An optimiser at work: the parameters of one network, their gradients, and what it remembers of earlier steps. */
public interface Descent {
    /** Moves every parameter by one step of the given learning rate; nothing is allocated. */
    void step(double rate, Workers workers);

    /** How many steps were made. */
    long steps();

    /** What is remembered, by the name of the parameter, a dot and a name of its own; not copies. */
    SequencedMap<String, Tensor> state();

    /** Goes on where another descent was after so many steps, when its {@link #state} has been copied here. */
    void continueAt(long stepsMade);
}
