package io.github.lanewise.layers.format;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The content of a safetensors file: named tensors, and texts about them.
 *
 * <p>Tensors of type F32, F16 and BF16 are held as float32 in native memory, which the garbage collector frees; the file
 * is not needed any more. Those of other types, such as the counters of batch norm, are listed only. Read strictly:
 * what the format forbids (holes, overlaps, duplicate keys, data that does not fit its shape, bytes after the end) is a
 * {@link ModelFormatException}, as is everything beyond the {@link Limits}. Format: huggingface.co/docs/safetensors.
 */
public final class Safetensors {
    private final Path file;
    private final SafetensorsHeader header;
    private final SequencedMap<String, Tensor> tensors;

    private Safetensors(Path file, SafetensorsHeader header, SequencedMap<String, Tensor> tensors) {
        this.file = file;
        this.header = header;
        this.tensors = tensors;
    }

    /** Reads a file within the default limits; errors as in {@link #read(Path, Limits)}. */
    public static Safetensors read(Path file) throws IOException {
        return read(file, Limits.DEFAULT);
    }

    /**
     * Reads a file.
     *
     * @throws ModelFormatException if the file is broken or beyond the limits, or its tensors exceed the native memory
     * @throws java.nio.file.FileSystemException naming the file, if it is absent, a folder or not readable
     */
    public static Safetensors read(Path file, Limits limits) throws IOException {
        try (ModelFile source = ModelFile.open(file)) {
            return read(source, limits);
        }
    }

    /**
     * Reads a file that is in memory, such as a resource: the same checks, the same limits. The memory is not needed any more
     * afterwards.
     *
     * @param content on or off the heap, readable by this thread
     * @param name what messages call the file
     * @throws ModelFormatException if the content is broken or beyond the limits, or its tensors exceed the native memory
     */
    public static Safetensors read(MemorySegment content, String name, Limits limits) throws ModelFormatException {
        try (ModelFile source = ModelFile.inMemory(content, name)) {
            return read(source, limits);
        } catch (ModelFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new AssertionError("memory is read without input and output", e);
        }
    }

    private static Safetensors read(ModelFile source, Limits limits) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.read(source, limits);
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        Arena arena = Arena.ofAuto();
        for (Entry entry : header.entries().values()) {
            if (entry.type().isReadable()) {
                tensors.put(
                        entry.name(),
                        source.readTensor(entry.type(), entry.shape(), entry.offset(), entry.place(), arena));
            }
        }
        return new Safetensors(source.path(), header, tensors);
    }

    /**
     * Writes float32 tensors to a file, which appears complete or not at all and replaces an older one.
     *
     * <p>The same content gives the same bytes: tensors and metadata are sorted by name, the data begins at a multiple of
     * 8 bytes. Padding of a tensor is not written.
     *
     * @throws IllegalArgumentException if a name is {@code __metadata__}, a text has no UTF-8 form, or the header would
     *     exceed the 100,000,000 bytes that the format allows
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        SafetensorsWriter.write(file, tensors, metadata);
    }

    /** The texts under {@code __metadata__}, in the order of the file; unmodifiable. */
    public SequencedMap<String, String> metadata() {
        return Collections.unmodifiableSequencedMap(header.metadata());
    }

    /** All tensors by name as the file declares them, in the order of their data; unmodifiable. */
    public SequencedMap<String, Entry> entries() {
        return Collections.unmodifiableSequencedMap(header.entries());
    }

    /** The tensors of type F32, F16 and BF16 by name, in the order of their data; unmodifiable, not copies. */
    public SequencedMap<String, Tensor> tensors() {
        return Collections.unmodifiableSequencedMap(tensors);
    }

    /**
     * One tensor, not a copy.
     *
     * @throws ModelFormatException if the file has no tensor of this name, or its type is not F32, F16 or BF16
     */
    public Tensor tensor(String name) throws ModelFormatException {
        Tensor tensor = tensors.get(name);
        if (tensor != null) {
            return tensor;
        }
        Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new ModelFormatException(file, Entry.place(name), SafetensorsHeader.LENGTH_BYTES, "is missing");
        }
        String problem = entry.type() + " is not read as float32, only F32, F16 and BF16 are";
        throw new ModelFormatException(file, entry.place(), entry.offset(), problem);
    }

    /** As in {@code resnet20.safetensors: 97 tensors}. */
    @Override
    public String toString() {
        return file + ": " + header.entries().size() + " tensors";
    }

    /**
     * A tensor as the header declares it.
     *
     * @param offset of its first byte in the file
     */
    public record Entry(String name, ElementType type, Shape shape, long offset) {
        /** The length of its data in the file. */
        public long bytes() {
            return shape.elements() * type.bytes();
        }

        String place() {
            return place(name);
        }

        static String place(String name) {
            return "tensor '" + name + "'";
        }
    }
}
