package io.github.lanewise.layers.format;

import java.io.IOException;
import java.nio.file.Path;
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
    /** Reads a file within the default limits, all in one file; errors as in {@link #read(Path, Limits, ExternalData)}. */
    public static OnnxModel read(Path file) throws IOException {
        return read(file, Limits.DEFAULT, ExternalData.REFUSED);
    }

    /**
     * Reads a file.
     *
     * @param external whether tensors may stand in other files
     * @throws ModelFormatException if the file is broken, beyond the limits or of an unsupported kind, or its tensors exceed
     *     the native memory
     * @throws java.nio.file.FileSystemException naming the file, if it is absent, a folder or not readable
     */
    public static OnnxModel read(Path file, Limits limits, ExternalData external) throws IOException {
        try (OnnxSource source = OnnxSource.open(file, limits, external)) {
            return OnnxModelReader.read(source);
        }
    }

    /** Copies the maps. */
    public OnnxModel {
        opsets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(opsets));
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }
}
