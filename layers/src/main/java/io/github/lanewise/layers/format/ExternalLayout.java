package io.github.lanewise.layers.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Where in a file of their own the large initialisers of a model stand. */
final class ExternalLayout {
    private static final int MIN_TENSOR_BYTES = 1024;
    private static final int ALIGNMENT = 4096;
    private static final int MAX_WRITE = 1 << 30;

    private final String location;
    private final SequencedMap<String, Part> parts = new LinkedHashMap<>();

    private record Part(long offset, MemorySegment data) {}

    private ExternalLayout(String location) {
        this.location = location;
    }

    /** All initialisers stay in the model. */
    static ExternalLayout none() {
        return new ExternalLayout("");
    }

    /** All but the small initialisers go to the file of this name, each from a multiple of 4096 bytes on. */
    static ExternalLayout of(String location, OnnxGraph graph) {
        ExternalLayout layout = new ExternalLayout(location);
        long end = 0;
        for (Map.Entry<String, OnnxTensor> initializer : graph.initializers().entrySet()) {
            MemorySegment data = initializer.getValue().data();
            if (data.byteSize() >= MIN_TENSOR_BYTES) {
                long offset = Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT;
                layout.parts.put(initializer.getKey(), new Part(offset, data));
                end = offset + data.byteSize();
            }
        }
        return layout;
    }

    boolean holds(String name) {
        return parts.containsKey(name);
    }

    /** What the model says about the place of an initialiser that it holds. */
    SequencedMap<String, String> entriesOf(String name) {
        Part part = parts.getOrDefault(name, new Part(0, MemorySegment.NULL));
        SequencedMap<String, String> entries = new LinkedHashMap<>();
        entries.put("location", location);
        entries.put("offset", String.valueOf(part.offset));
        entries.put("length", String.valueOf(part.data.byteSize()));
        return entries;
    }

    /** Writes the file. */
    void writeTo(FileChannel channel) throws IOException {
        for (Part part : parts.values()) {
            for (long at = 0; at < part.data.byteSize(); at += MAX_WRITE) {
                long count = Math.min(MAX_WRITE, part.data.byteSize() - at);
                write(channel, part.data.asSlice(at, count).asByteBuffer(), part.offset + at);
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
