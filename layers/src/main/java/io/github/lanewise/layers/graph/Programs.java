package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The graphs of a model compiled for the signatures used last, at most {@code options.maxPlans()}. Safe for several
 * threads; one compiles at a time.
 */
final class Programs {
    private final GraphSource source;
    private final ModelOptions options;
    private final WeightStore weights;
    private final Map<Signature, Program> programs = new LinkedHashMap<>(16, 0.75f, true);
    private volatile boolean[] neededByValue;

    Programs(GraphSource source, ModelOptions options, WeightStore weights) {
        this.source = source;
        this.options = options;
        this.weights = weights;
        this.neededByValue = new boolean[source.inputs().size()];
    }

    /** What the inputs are specialised to, as far as it is known by now which of them matter by value. */
    Signature signature(Data[] data) {
        boolean[] needed = neededByValue;
        List<Shape> shapes = new ArrayList<>();
        List<@Nullable Data> values = new ArrayList<>();
        for (int i = 0; i < data.length; i++) {
            shapes.add(data[i].shape());
            values.add(needed[i] ? data[i] : null);
        }
        return new Signature(shapes, Collections.unmodifiableList(values));
    }

    /** The signature of calls with these inputs; compiles them if the values of more inputs turn out to matter. */
    Signature compile(Data[] data) {
        while (true) {
            Signature signature = signature(data);
            try {
                program(signature);
                return signature;
            } catch (ValueNeededException e) {
                boolean[] needed = neededByValue.clone();
                needed[e.index()] = true;
                neededByValue = needed;
            }
        }
    }

    /** The program for a signature; {@link ValueNeededException} if it lacks a value that decides shapes or weights. */
    synchronized Program program(Signature signature) {
        Program program = programs.get(signature);
        if (program == null) {
            program = newProgram(signature);
            programs.put(signature, program);
            if (programs.size() > options.maxPlans()) {
                programs.remove(programs.keySet().iterator().next());
            }
        }
        return program;
    }

    /** The exception for calls whose memory there is not, compiled or not. */
    synchronized ShapeException shortage(List<Shape> shapes, OutOfMemoryError cause) {
        Program program = programs.values().stream()
                .filter(compiled -> compiled.signature().shapes().equals(shapes))
                .findFirst()
                .orElse(null);
        String need = program == null
                ? "the model cannot be compiled for inputs " + shapes
                : program.need() + " and the room for its results";
        ShapeException shortage = new ShapeException(need + ", and not as much is left: " + cause.getMessage()
                + "; smaller inputs and fewer calls at a time need less, -Xmx and -XX:MaxDirectMemorySize give more");
        shortage.initCause(cause);
        return shortage;
    }

    private Program newProgram(Signature signature) {
        if (!FlightRecorder.isInitialized()) { // the events alone load some 60 ms of classes
            return build(signature);
        }
        CompilationEvent event = new CompilationEvent();
        event.begin();
        Program program = build(signature);
        event.end();
        if (event.shouldCommit()) {
            event.shapes = signature.shapes().toString();
            event.steps = program.steps().size();
            event.callBytes = program.memory().bytes();
            event.commit();
        }
        return program;
    }

    private Program build(Signature signature) {
        Graph graph = options.optimised(source.graph(new SignatureInputs(signature)));
        Program program = Program.of(signature, graph, weights);
        program.requireWithin(source.activationBytes());
        return program;
    }

    private record SignatureInputs(Signature signature) implements GraphSource.Inputs {
        @Override
        public Shape shape(int index) {
            return signature.shapes().get(index);
        }

        @Override
        public Data value(int index) {
            Data value = signature.values().get(index);
            if (value == null) {
                throw new ValueNeededException(index);
            }
            return value;
        }
    }
}
