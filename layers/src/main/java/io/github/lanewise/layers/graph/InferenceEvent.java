package io.github.lanewise.layers.graph;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One call of a model, without the copies at its edges. */
@Name("io.github.lanewise.Inference")
@Label("Inference")
@Category("Lanewise")
@StackTrace(false)
final class InferenceEvent extends Event {
    private static final InferenceEvent ANY = new InferenceEvent();
    private static final StepEvent ANY_STEP = new StepEvent();

    @Label("Input Shapes")
    String shapes = "";

    @Label("Steps")
    int steps;

    /** Whether a recording wants calls or steps. */
    static boolean isWanted() {
        return ANY.isEnabled() || ANY_STEP.isEnabled();
    }
}
