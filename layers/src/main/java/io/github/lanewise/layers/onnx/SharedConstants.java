package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.graph.ConstantFolding;
import io.github.lanewise.layers.graph.Operator;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The constants of a model that do not depend on its inputs, each converted or computed once for all graphs. Safe for
 * several threads.
 */
final class SharedConstants {
    private static final int KEPT = 10_000;

    private record Computation(Operator operator, Shape shape, List<Tensor> operands) {}

    private final IdentityHashMap<OnnxTensor, Tensor> converted = new IdentityHashMap<>();
    private final Map<Computation, Tensor> computed = new HashMap<>();
    private final Set<Tensor> shared = Collections.newSetFromMap(new IdentityHashMap<>());

    synchronized boolean isShared(Tensor tensor) {
        return shared.contains(tensor);
    }

    synchronized Tensor of(OnnxTensor source, Shape shape) throws ModelFormatException {
        Tensor tensor = converted.get(source);
        if (tensor == null) {
            tensor = Tensor.of(source.floats(), shape.toArray());
            converted.put(source, tensor);
            shared.add(tensor);
        }
        return tensor;
    }

    synchronized Tensor evaluate(Operator operator, Shape shape, List<Tensor> operands) {
        if (!shared.containsAll(operands) || computed.size() >= KEPT) {
            return ConstantFolding.evaluate(operator, shape, operands.toArray(Tensor[]::new));
        }
        return computed.computeIfAbsent(new Computation(operator, shape, operands), computation -> {
            Tensor result = ConstantFolding.evaluate(operator, shape, operands.toArray(Tensor[]::new));
            shared.add(result);
            return result;
        });
    }
}
