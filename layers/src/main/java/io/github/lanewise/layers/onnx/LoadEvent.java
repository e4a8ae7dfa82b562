package io.github.lanewise.layers.onnx;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An ONNX file read and compiled. */
@Name("io.github.lanewise.ModelLoad")
@Label("Model Load")
@Category("Lanewise")
@StackTrace(false)
final class LoadEvent extends Event {
    @Label("File")
    String file = "";

    @Label("Nodes in the File")
    int nodes;
}
