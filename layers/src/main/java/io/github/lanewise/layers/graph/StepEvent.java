package io.github.lanewise.layers.graph;

import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One step of a call; off unless a recording enables it. */
@Name("io.github.lanewise.Step")
@Label("Inference Step")
@Category("Lanewise")
@StackTrace(false)
@Enabled(false)
final class StepEvent extends Event {
    @Label("Layer")
    String layer = "";

    @Label("Result")
    String result = "";

    @Label("Algorithm")
    String algorithm = "";
}
