package io.github.lanewise.layers.graph;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A model compiled for certain shapes of inputs: when it is loaded, and when others are given. */
@Name("io.github.lanewise.Compilation")
@Label("Model Compilation")
@Category("Lanewise")
@StackTrace(false)
final class CompilationEvent extends Event {
    @Label("Input Shapes")
    String shapes = "";

    @Label("Steps")
    int steps;

    @Label("Bytes of One Call")
    long callBytes;
}
