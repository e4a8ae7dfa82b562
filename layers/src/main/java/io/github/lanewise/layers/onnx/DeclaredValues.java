package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.OnnxDimension;
import io.github.lanewise.layers.format.OnnxGraph;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.graph.Edge;
import io.github.lanewise.layers.graph.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types and shapes that a model declares for values inside it, in place of those that cannot be computed. */
final class DeclaredValues {
    private final OnnxGraph source;
    private final Assembly assembly;
    private @Nullable Map<String, OnnxValueInfo> infos;
    private @Nullable Map<String, Integer> sizes;

    DeclaredValues(OnnxGraph source, Assembly assembly) {
        this.source = source;
        this.assembly = assembly;
    }

    /**
     * An operand of the declared type and shape, for a graph that will not be complete; null if they are not known, or if
     * it is of whole numbers, of which more would have to be known.
     */
    @Nullable
    Operand standIn(String name) {
        OnnxValueInfo info = infos().get(name);
        List<OnnxDimension> dimensions = info == null ? null : info.dimensions();
        if (info == null || dimensions == null || !info.type().isReal()) {
            return null;
        }
        try {
            int[] extents = dimensions.stream().mapToInt(this::extent).toArray();
            int node = assembly.append(new Operator.Input(0, Edge.SAME), Shape.of(extents));
            return Operand.plain(assembly, Types.of(info.type()), node);
        } catch (IllegalArgumentException | ArithmeticException | UnsupportedException | UnknownOperandException e) {
            return null;
        }
    }

    private int extent(OnnxDimension dimension) {
        if (dimension instanceof OnnxDimension.Fixed fixed) {
            return Math.toIntExact(fixed.value());
        }
        Integer size = dimension instanceof OnnxDimension.Symbol symbol ? sizes().get(symbol.name()) : null;
        if (size == null) {
            throw new UnknownOperandException(dimension.toString());
        }
        return size;
    }

    private Map<String, OnnxValueInfo> infos() {
        if (infos == null) {
            infos = new HashMap<>();
            for (OnnxValueInfo info : Stream.concat(source.valueInfo().stream(), source.outputs().stream())
                    .toList()) {
                infos.put(info.name(), info);
            }
        }
        return infos;
    }

    /** The sizes that the symbols have in the inputs. */
    private Map<String, Integer> sizes() {
        if (sizes == null) {
            sizes = new HashMap<>();
            List<OnnxValueInfo> inputs = source.requiredInputs();
            for (int i = 0; i < inputs.size(); i++) {
                List<OnnxDimension> dimensions = inputs.get(i).dimensions();
                for (int axis = 0; dimensions != null && axis < dimensions.size(); axis++) {
                    if (dimensions.get(axis) instanceof OnnxDimension.Symbol symbol) {
                        sizes.putIfAbsent(
                                symbol.name(), assembly.inputs().shape(i).dimension(axis));
                    }
                }
            }
        }
        return sizes;
    }
}
