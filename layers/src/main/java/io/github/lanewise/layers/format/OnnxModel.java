package io.github.lanewise.layers.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The content of an ONNX file.
 *
 * @param irVersion version of the file format
 * @param opsets version of the operators by domain, which is empty for ONNX's own; unmodifiable
 * @param producer what wrote the file, and its version; may be empty
 * @param modelVersion a number that the producer chose
 * @param metadata texts about the model, in the order of the file; unmodifiable
 */
public record OnnxModel(
        long irVersion,
        SequencedMap<String, Integer> opsets,
        String producer,
        String producerVersion,
        long modelVersion,
        SequencedMap<String, String> metadata,
        OnnxGraph graph) {
    /** Copies the maps. */
    public OnnxModel {
        opsets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(opsets));
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }
}
