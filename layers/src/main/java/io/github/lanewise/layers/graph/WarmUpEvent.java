package io.github.lanewise.layers.graph;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The runs until a model is as fast as it gets. */
@Name("io.github.lanewise.WarmUp")
@Label("Warm-up")
@Category("Lanewise")
@StackTrace(false)
final class WarmUpEvent extends Event {
    @Label("Fastest Call in Nanoseconds")
    long fastest;
}
