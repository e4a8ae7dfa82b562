package io.github.lanewise.layers.format;

import io.github.lanewise.engine.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes float32 tensors as a safetensors file. The bytes depend on the content only. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK_ELEMENTS = 1 << 16;

    private final FileChannel channel;
    private final Arena arena;
    private final MemorySegment chunk;

    private SafetensorsWriter(FileChannel channel, Arena arena) {
        this.channel = channel;
        this.arena = arena;
        this.chunk = arena.allocate((long) CHUNK_ELEMENTS * Float.BYTES);
    }

    static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
        ByteBuffer header = header(sorted, new TreeMap<>(metadata));
        AtomicFile.write(file, channel -> {
            try (Arena arena = Arena.ofConfined()) {
                SafetensorsWriter writer = new SafetensorsWriter(channel, arena);
                writer.write(header);
                for (Tensor tensor : sorted.values()) {
                    writer.write(tensor);
                }
            }
        });
    }

    private void write(Tensor tensor) throws IOException {
        Tensor dense = tensor.isDense()
                ? tensor
                : Tensor.allocate(arena, tensor.shape()).copyFrom(tensor);
        long elements = tensor.shape().elements();
        for (long element = 0; element < elements; element += CHUNK_ELEMENTS) {
            long count = Math.min(CHUNK_ELEMENTS, elements - element);
            MemorySegment.copy(
                    dense.segment(),
                    ValueLayout.JAVA_FLOAT,
                    element * Float.BYTES,
                    chunk,
                    ElementType.FILE_FLOAT,
                    0,
                    count);
            write(chunk.asSlice(0, count * Float.BYTES).asByteBuffer());
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The length and the JSON, filled up with spaces to a multiple of 8 bytes. */
    private static ByteBuffer header(SortedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectPropertyStart(SafetensorsHeader.METADATA);
                metadata.forEach((key, value) -> json.writeStringProperty(requireUnicode(key), requireUnicode(value)));
                json.writeEndObject();
            }
            long begin = 0;
            for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
                begin = writeEntry(json, tensor.getKey(), tensor.getValue(), begin);
            }
            json.writeEndObject();
        }
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        if (bytes.size() > Limits.MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("a safetensors header has at most " + Limits.MAX_HEADER_BYTES
                    + " bytes, names and metadata take " + bytes.size());
        }
        return ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + bytes.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.size())
                .put(bytes.toByteArray())
                .flip();
    }

    /** Writes one tensor's entry and returns where its data ends. */
    private static long writeEntry(JsonGenerator json, String name, Tensor tensor, long begin) {
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException("a tensor must not be named " + name);
        }
        long end = begin + tensor.shape().elements() * Float.BYTES;
        json.writeObjectPropertyStart(requireUnicode(name));
        json.writeStringProperty("dtype", ElementType.F32.name());
        json.writeArrayPropertyStart("shape");
        for (int dimension : tensor.shape().toArray()) {
            json.writeNumber(dimension);
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(end);
        json.writeEndArray();
        json.writeEndObject();
        return end;
    }

    private static String requireUnicode(String text) {
        if (!SafetensorsHeader.isUnicode(text)) {
            throw new IllegalArgumentException("a lone surrogate has no UTF-8 form: '" + text + "'");
        }
        return text;
    }
}
