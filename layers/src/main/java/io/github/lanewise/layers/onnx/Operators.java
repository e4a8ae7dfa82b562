package io.github.lanewise.layers.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All operators that can be imported, by name. */
final class Operators {
    private static final Map<String, OperatorImporter> IMPORTERS = importers();

    /** Those that want channels-last images. */
    private static final Set<String> ON_IMAGES = Set.of(
            "Conv",
            "ConvTranspose",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "LRN",
            "InstanceNormalization",
            "Resize",
            "Upsample");

    private Operators() {}

    static @Nullable OperatorImporter find(String domain, String operator) {
        return domain.isEmpty() || domain.equals("ai.onnx") ? IMPORTERS.get(operator) : null;
    }

    static boolean computesImages(String operator) {
        return ON_IMAGES.contains(operator);
    }

    private static Map<String, OperatorImporter> importers() {
        Map<String, OperatorImporter> importers = new HashMap<>();
        ActivationOperators.register(importers);
        ArithmeticOperators.register(importers);
        ConstantOperators.register(importers);
        ConvolutionOperators.register(importers);
        MovementOperators.register(importers);
        NormalisationOperators.register(importers);
        PaddingOperators.register(importers);
        PoolingOperators.register(importers);
        ProductOperators.register(importers);
        ReductionOperators.register(importers);
        ResizeOperators.register(importers);
        ShapeOperators.register(importers);
        return Map.copyOf(importers);
    }
}
