package io.github.lanewise.layers.train.program;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tasks of one training step in their order, and from when to when each tensor is needed. */
final class Timeline {
    private final List<Task> forward = new ArrayList<>();
    private final List<Task> backward = new ArrayList<>();
    private final Set<Slot> slots = new LinkedHashSet<>();
    private int now;

    /**
     * A timeline.
     *
     * @param input needed from beginning to end, as is the output
     */
    Timeline(List<Segments.Segment> segments, Value input, Value output) {
        place(input);
        for (Segments.Segment segment : segments) {
            segment.steps().forEach(step -> compute(step, false));
        }
        need(output.slot());
        need(output.gradientSlot());
        now++;
        for (Segments.Segment segment : segments.reversed()) {
            List<Step> steps = segment.steps();
            if (segment.recomputed()) {
                steps.subList(0, steps.size() - 1).forEach(step -> compute(step, true));
            }
            steps.reversed().forEach(this::differentiate);
        }
        need(input.slot());
        need(output.slot());
        need(output.gradientSlot());
    }

    List<Task> forward() {
        return forward;
    }

    /** Tasks that compute results a second time among them. */
    List<Task> backward() {
        return backward;
    }

    /** All slots, in the order in which they are first needed. */
    List<Slot> slots() {
        return List.copyOf(slots);
    }

    private void place(Value value) {
        value.bind(value.newSlot());
        need(value.slot());
    }

    private void compute(Step step, boolean again) {
        place(step.output());
        step.operands().forEach(operand -> need(operand.value().slot()));
        (again ? backward : forward).add(new Task.Forward(step, step.output().slot(), again));
        now++;
    }

    private void differentiate(Step step) {
        if (!step.output().needsGradient()) {
            return;
        }
        need(step.output().gradientSlot());
        step.saved().forEach(value -> need(value.slot()));
        for (Operand operand : step.operands()) {
            if (operand.needsGradient()) {
                need(operand.contributionSlot());
                need(operand.value().gradientSlot());
            }
        }
        backward.add(new Task.Backward(step));
        now++;
    }

    private void need(Slot slot) {
        slot.neededAt(now);
        slots.add(slot);
    }
}
