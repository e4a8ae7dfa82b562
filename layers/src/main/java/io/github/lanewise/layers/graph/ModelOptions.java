package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Workers;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a model is compiled and run.
 *
 * @param workers which compute every call; they stay open when the model is closed
 * @param optimisations what is done to the graph
 * @param maxPlans how many calls may run at the same time, each in memory of its own; further ones wait. As many
 *     different shapes of inputs stay compiled.
 */
public record ModelOptions(Workers workers, Set<Optimisation> optimisations, int maxPlans) {
    public ModelOptions {
        if (maxPlans < 1) {
            throw new IllegalArgumentException("maxPlans must be at least 1, got " + maxPlans);
        }
        optimisations = Set.copyOf(optimisations);
    }

    /** One thread per call, all optimisations, and twice as many calls at a time as there are processors. */
    public static ModelOptions standard() {
        return new ModelOptions(
                Workers.single(),
                EnumSet.allOf(Optimisation.class),
                2 * Runtime.getRuntime().availableProcessors());
    }

    public ModelOptions withWorkers(Workers newWorkers) {
        return new ModelOptions(newWorkers, optimisations, maxPlans);
    }

    public ModelOptions withOptimisations(Set<Optimisation> some) {
        return new ModelOptions(workers, some, maxPlans);
    }

    /** All optimisations so far but this one. */
    public ModelOptions without(Optimisation optimisation) {
        Set<Optimisation> others = EnumSet.allOf(Optimisation.class);
        others.retainAll(optimisations);
        others.remove(optimisation);
        return withOptimisations(others);
    }

    public ModelOptions withMaxPlans(int plans) {
        return new ModelOptions(workers, optimisations, plans);
    }

    /** The graph after the optimisations, in their order. */
    Graph optimised(Graph graph) {
        Graph optimised = graph;
        for (Optimisation optimisation : Optimisation.values()) {
            if (optimisations.contains(optimisation)) {
                optimised = optimisation.pass().apply(optimised);
            }
        }
        return optimised;
    }
}
