package io.github.lanewise.layers.onnx;

import io.github.lanewise.layers.format.OnnxGraph;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one walk over the nodes of a model found not to be supported, and what it could not decide. */
final class MissingOperators {
    /**
     * Something that is not supported.
     *
     * @param place the node, input or initialiser itself
     */
    private record Problem(Object place, String operator, String name, String reason) {}

    private record Kind(String operator, String reason) {}

    private final int opset;
    private final List<Problem> problems = new ArrayList<>();
    private final IdentityHashMap<Object, Set<String>> reasons = new IdentityHashMap<>();
    private final Set<Object> undecided = Collections.newSetFromMap(new IdentityHashMap<>());

    MissingOperators(int opset) {
        this.opset = opset;
    }

    /** The version of ONNX's own operators; 1 if the model does not say. */
    static int opset(OnnxModel model) {
        return model.opsets().getOrDefault("", model.opsets().getOrDefault("ai.onnx", 1));
    }

    void add(OnnxNode node, String reason) {
        String operator = node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
        String name =
                node.name().isEmpty() && node.hasOutput(0) ? node.outputs().getFirst() : node.name();
        add(node, operator, name, reason);
    }

    /** The same for an input or an initialiser. */
    void add(Object place, String operator, String name, String reason) {
        add(new Problem(place, operator, name, reason));
    }

    private void add(Problem problem) {
        if (reasons.computeIfAbsent(problem.place(), place -> new HashSet<>()).add(problem.reason())) {
            problems.add(problem);
        }
    }

    /** Notes that nothing speaks against a node, input or initialiser, as far as it could be seen. */
    void addUndecided(Object place) {
        undecided.add(place);
    }

    boolean isAny() {
        return !problems.isEmpty();
    }

    /** Whether every node was seen to be supported. */
    boolean isNone() {
        return problems.isEmpty() && undecided.isEmpty();
    }

    /**
     * What several walks with different shapes have found: what at least one refused, none supports, and all that refuse it do
     * for the same reason. A reason names the sizes that it comes from, so what depends on them is not among it.
     */
    static MissingOperators inAllOf(List<MissingOperators> walks) {
        MissingOperators common = new MissingOperators(walks.getFirst().opset);
        for (MissingOperators walk : walks) {
            for (Problem problem : walk.problems) {
                if (walks.stream().allMatch(other -> other.agrees(problem))) {
                    common.add(problem);
                }
            }
        }
        return common;
    }

    private boolean agrees(Problem problem) {
        Set<String> here = reasons.get(problem.place());
        return here == null ? undecided.contains(problem.place()) : here.contains(problem.reason());
    }

    void throwIfAny(OnnxGraph graph) throws UnsupportedModelException {
        if (problems.isEmpty()) {
            return;
        }
        Map<Kind, List<String>> nodes = new LinkedHashMap<>();
        for (Problem problem : problems) {
            nodes.computeIfAbsent(new Kind(problem.operator(), problem.reason()), kind -> new ArrayList<>())
                    .add(problem.name());
        }
        List<UnsupportedModelException.Missing> missing = nodes.entrySet().stream()
                .map(entry -> new UnsupportedModelException.Missing(
                        entry.getKey().operator(), opset, entry.getKey().reason(), entry.getValue()))
                .toList();
        throw new UnsupportedModelException(file(graph), missing);
    }

    private static Path file(OnnxGraph graph) {
        return graph.outputs().isEmpty()
                ? Path.of(graph.name())
                : graph.outputs().getFirst().origin().file();
    }
}
