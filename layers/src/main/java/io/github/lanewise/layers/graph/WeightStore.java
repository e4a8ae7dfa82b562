package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The packed weights of a model, shared by all its programs: an operator that is equal to an earlier one, down to the
 * tensor with its weights, is not packed again. Safe for several threads.
 */
final class WeightStore {
    private final Arena arena;
    private final Predicate<Tensor> shared;
    private final Map<Operator, PreparedOperator> prepared = new HashMap<>();

    /**
     * A store in the given arena.
     *
     * @param shared whether weights belong to the model; others are freed with the program that they belong to
     */
    WeightStore(Arena arena, Predicate<Tensor> shared) {
        this.arena = arena;
        this.shared = shared;
    }

    PreparedOperator prepare(Operator operator) {
        Tensor weights = weights(operator);
        if (weights == null || !shared.test(weights)) {
            return PreparedOperator.of(operator, Arena.ofAuto());
        }
        synchronized (this) {
            PreparedOperator existing = prepared.get(operator);
            if (existing == null) {
                existing = PreparedOperator.of(operator, arena);
                prepared.put(operator, existing);
            }
            return existing;
        }
    }

    /** Bytes of the packed weights that are kept. */
    synchronized long bytes() {
        return prepared.values().stream()
                .mapToLong(PreparedOperator::packedBytes)
                .sum();
    }

    private static @Nullable Tensor weights(Operator operator) {
        return switch (operator) {
            case Operator.Weighted weighted -> weighted.weights();
            case Operator.TransposedConv conv -> conv.weights();
            default -> null;
        };
    }
}
