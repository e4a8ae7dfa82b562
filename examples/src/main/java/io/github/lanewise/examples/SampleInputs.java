package io.github.lanewise.examples;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inputs for a model, of noise. */
record SampleInputs(Map<String, Data> data, int batch) {
    /**
     * One array for each input.
     *
     * @param batch what stands for an open first dimension
     * @param given shapes that the user chose
     * @throws JobException for shapes that stay open or belong to no input
     */
    static SampleInputs of(List<ValueInfo> inputs, @Nullable Integer batch, List<NamedShape> given)
            throws JobException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        given.forEach(shape -> shapes.put(shape.name(), shape.shape()));
        Map<String, Data> data = new LinkedHashMap<>();
        int images = 1;
        for (ValueInfo input : inputs) {
            Shape chosen = shapes.remove(input.name());
            Shape shape = chosen == null ? shape(input, batch) : chosen;
            images = data.isEmpty() && shape.rank() > 0 ? shape.dimension(0) : images;
            data.put(input.name(), noise(input, shape));
        }
        if (!shapes.isEmpty()) {
            throw new JobException(
                    "--shape: no input is named " + String.join(" or ", shapes.keySet()) + "; there are " + inputs);
        }
        return new SampleInputs(data, images);
    }

    private static Shape shape(ValueInfo input, @Nullable Integer batch) throws JobException {
        List<ValueInfo.Dimension> declared = input.dimensions();
        if (declared == null) {
            throw open(input);
        }
        List<Integer> dimensions = new ArrayList<>();
        for (ValueInfo.Dimension dimension : declared) {
            boolean first = dimensions.isEmpty();
            if (!dimension.isFixed() && !first) {
                throw open(input);
            }
            if (dimension.isFixed() && first && batch != null && batch != dimension.size()) {
                throw new JobException("--batch " + batch + ": the model has the fixed input " + input);
            }
            dimensions.add(dimension.isFixed() || batch == null ? dimension.size() : batch);
        }
        return Shape.of(dimensions.stream().mapToInt(Integer::intValue).toArray());
    }

    private static JobException open(ValueInfo input) {
        return new JobException("the shape of the input " + input + " is open; choose it, such as --shape "
                + input.name() + "=1x3x224x224");
    }

    private static Data noise(ValueInfo input, Shape shape) {
        int elements = Math.toIntExact(shape.elements());
        return input.type().isFloat()
                ? Data.of(Noise.floats(1, elements), shape.toArray())
                : Data.of(new long[elements], shape.toArray());
    }
}
