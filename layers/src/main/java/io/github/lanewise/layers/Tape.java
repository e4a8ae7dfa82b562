package io.github.lanewise.layers;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/** The memory of one eager pass, and the workers that compute it. Closing it frees every tensor of the pass. */
public final class Tape implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final Workers workers;

    private Tape(Workers workers) {
        this.workers = workers;
    }

    /** A tape whose layers compute with the given workers, which stay open when the tape is closed. */
    public static Tape of(Workers workers) {
        return new Tape(workers);
    }

    public Workers workers() {
        return workers;
    }

    /** A zeroed dense tensor that lives as long as this tape. */
    public Tensor allocate(Shape shape) {
        return Tensor.allocate(arena, shape);
    }

    @Override
    public void close() {
        arena.close();
    }
}
