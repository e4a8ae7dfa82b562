package io.github.lanewise.layers.train.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The steps of a network in segments, all but the last of which hand on one value alone. A segment that is recomputed
 * keeps nothing but that value from the forward to the backward pass: Chen, Xu, Zhang and Guestrin 2016, "Training Deep
 * Nets with Sublinear Memory Cost" (arXiv:1604.06174), section 4.
 */
final class Segments {
    /** Steps that are recomputed together before their backward pass, or not at all. */
    record Segment(List<Step> steps, boolean recomputed) {}

    private Segments() {}

    /**
     * Cuts the steps behind every so many blocks.
     *
     * @param blockEnds the results of the blocks
     * @param blocks how many blocks a segment has; 0 if nothing is recomputed
     */
    static List<Segment> of(List<Step> steps, Set<Value> blockEnds, int blocks) {
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        int ends = 0;
        for (int to = 1; blocks > 0 && to < steps.size(); to++) {
            if (blockEnds.contains(steps.get(to - 1).output()) && isCut(steps, to)) {
                ends++;
                if (ends % blocks == 0) {
                    segments.add(new Segment(steps.subList(from, to), true));
                    from = to;
                }
            }
        }
        segments.add(new Segment(steps.subList(from, steps.size()), false));
        return segments;
    }

    /** Whether the steps from this one on read nothing computed before but the result of the last step before them. */
    private static boolean isCut(List<Step> steps, int to) {
        Set<Value> before = new HashSet<>();
        for (Step step : steps.subList(0, to - 1)) {
            before.add(step.output());
        }
        return steps.subList(to, steps.size()).stream()
                .flatMap(step -> step.operands().stream())
                .noneMatch(operand -> before.contains(operand.value()));
    }
}
