package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.util.List;
import jdk.jfr.FlightRecorder;

/** The memory and the steps of one call at a time. Running with one input and one output allocates nothing. */
final class Plan implements AutoCloseable {
    private final Program program;
    private final Workspace workspace;
    private final PlanPort[] inputs;
    private final BoundStep[] steps;
    private final PlanPort[] outputs;

    Plan(Program program, Workspace workspace, List<PlanPort> inputs, List<BoundStep> steps, List<PlanPort> outputs) {
        this.program = program;
        this.workspace = workspace;
        this.inputs = inputs.toArray(PlanPort[]::new);
        this.steps = steps.toArray(BoundStep[]::new);
        this.outputs = outputs.toArray(PlanPort[]::new);
    }

    Signature signature() {
        return program.signature();
    }

    long bytes() {
        return workspace.capacity();
    }

    /** The first output, the only one of most models. */
    PlanPort output() {
        return outputs[0];
    }

    void run(float[] values, float[] result) {
        for (PlanPort input : inputs) {
            input.read(values);
        }
        compute();
        output().write(result);
    }

    void run(FloatBuffer values, FloatBuffer result) {
        for (PlanPort input : inputs) {
            input.read(values);
        }
        compute();
        output().write(result);
    }

    void run(MemorySegment values, MemorySegment result) {
        for (PlanPort input : inputs) {
            input.read(values);
        }
        compute();
        output().write(result);
    }

    void run(Tensor images, Tensor result) {
        for (PlanPort input : inputs) {
            input.read(images);
        }
        compute();
        output().write(result);
    }

    /** All inputs and all outputs in the model's order. */
    Data[] run(Data[] values, List<ValueInfo> results) {
        for (PlanPort input : inputs) {
            input.read(values[input.index()].toFloats());
        }
        compute();
        Data[] data = new Data[outputs.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = data(outputs[i], results.get(i).type());
        }
        return data;
    }

    private static Data data(PlanPort output, DataType type) {
        float[] floats = new float[Math.toIntExact(output.elements())];
        output.write(floats);
        if (type.isFloat()) {
            for (int i = 0; i < floats.length; i++) {
                floats[i] = type.rounded(floats[i]);
            }
            return new Data.Floats(output.outside(), floats);
        }
        long[] integers = new long[floats.length];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = (long) floats[i];
        }
        return new Data.Integers(output.outside(), integers);
    }

    private void compute() {
        for (PlanPort input : inputs) {
            input.tensor().clearPadding();
        }
        if (FlightRecorder.isInitialized() && InferenceEvent.isWanted()) {
            computeRecorded();
            return;
        }
        for (BoundStep step : steps) {
            step.run();
        }
    }

    private void computeRecorded() {
        InferenceEvent event = new InferenceEvent();
        event.begin();
        for (BoundStep step : steps) {
            step.runRecorded();
        }
        event.end();
        if (event.shouldCommit()) {
            event.shapes = signature().shapes().toString();
            event.steps = steps.length;
            event.commit();
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
