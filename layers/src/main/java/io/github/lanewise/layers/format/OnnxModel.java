package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.Message;
import java.io.IOException;
import java.nio.channels.Channels;
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

    /**
     * Writes the model to a file, which appears complete or not at all and replaces an older one. If it takes 2 GiB or more,
     * which one file cannot hold, the large initialisers go to a second file, named like it with {@code .data} appended.
     *
     * @throws IllegalArgumentException if a part of the model was not read, such as a subgraph, or a text has no UTF-8 form
     */
    public void save(Path file) throws IOException {
        save(file, Integer.MAX_VALUE);
    }

    /**
     * As {@link #save(Path)}, with a second file from another size on.
     *
     * @param oneFileBytes what the model may take in one file
     */
    public void save(Path file, long oneFileBytes) throws IOException {
        Message whole = new OnnxMessages(ExternalLayout.none()).model(this);
        if (whole.bytes() <= oneFileBytes) {
            AtomicFile.write(file, channel -> whole.writeTo(Channels.newOutputStream(channel)));
            return;
        }
        Path data = file.resolveSibling(file.getFileName() + ".data");
        ExternalLayout external = ExternalLayout.of(String.valueOf(data.getFileName()), graph);
        Message head = new OnnxMessages(external).model(this);
        AtomicFile.write(data, external::writeTo);
        AtomicFile.write(file, channel -> head.writeTo(Channels.newOutputStream(channel)));
    }
}
