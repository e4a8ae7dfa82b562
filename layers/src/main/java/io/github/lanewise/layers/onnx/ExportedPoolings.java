package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.graph.Operator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operators over windows of images. */
final class ExportedPoolings {
    private ExportedPoolings() {}

    static ExportedValue of(ExportedNode node, Operator operator) {
        return switch (operator) {
            case Operator.MaxPool pool -> max(node, pool.geometry());
            case Operator.AveragePool pool -> average(node, pool.geometry(), pool.countPadding());
            case Operator.GlobalAveragePool _ -> images(node, "GlobalAveragePool", Map.of());
            case Operator.GlobalMaxPool _ -> images(node, "GlobalMaxPool", Map.of());
            case Operator.Resize resize -> ExportedResizes.of(node, resize.geometry());
            default -> throw new IllegalArgumentException(operator + " has no windows");
        };
    }

    private static ExportedValue max(ExportedNode node, PoolGeometry geometry) {
        Map<String, OnnxAttribute> attributes = windows(geometry);
        attributes.put("dilations", Attributes.ints(geometry.dilationHeight(), geometry.dilationWidth()));
        return images(node, "MaxPool", attributes);
    }

    private static ExportedValue average(ExportedNode node, PoolGeometry geometry, boolean countPadding) {
        Map<String, OnnxAttribute> attributes = windows(geometry);
        if (ExportedOpset.isDilated(geometry)) {
            attributes.put("dilations", Attributes.ints(geometry.dilationHeight(), geometry.dilationWidth()));
        }
        attributes.put("count_include_pad", Attributes.flag(countPadding));
        return images(node, "AveragePool", attributes);
    }

    static ExportedValue images(ExportedNode node, String operator, Map<String, OnnxAttribute> attributes) {
        return node.result(node.emit(operator, attributes, List.of(node.images(0))), true);
    }

    private static Map<String, OnnxAttribute> windows(PoolGeometry geometry) {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", Attributes.ints(geometry.kernelHeight(), geometry.kernelWidth()));
        attributes.put("strides", Attributes.ints(geometry.strideHeight(), geometry.strideWidth()));
        attributes.put("ceil_mode", Attributes.flag(geometry.ceilMode()));
        attributes.put("pads", Attributes.pads(geometry.padding()));
        return attributes;
    }
}
