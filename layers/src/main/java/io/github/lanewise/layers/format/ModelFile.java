package io.github.lanewise.layers.format;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A model file open for reading, or one in memory. Nothing is mapped: a file that is cut short can only throw. */
final class ModelFile implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final long MAX_READ = 1 << 30;

    private final Path path;
    private final ModelContent content;
    private final long size;
    private final Arena scratch = Arena.ofConfined();
    private final MemorySegment chunk = scratch.allocate(CHUNK_BYTES);

    private ModelFile(Path path, ModelContent content, long size) {
        this.path = path;
        this.content = content;
        this.size = size;
    }

    /** Opens a regular file; {@link FileSystemException} naming it if it is absent, unreadable or something else. */
    static ModelFile open(Path path) throws IOException {
        if (Files.notExists(path)) {
            throw new NoSuchFileException(path.toString(), null, "no such file");
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new FileSystemException(path.toString(), null, "not a readable file");
        }
        long size = Files.size(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new ModelFile(path, new ModelContent.OnDisk(channel), size);
    }

    /** Opens a file that the caller has checked, unless it has become a link since. */
    static ModelFile openPlain(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return new ModelFile(path, new ModelContent.OnDisk(channel), channel.size());
    }

    /** A file whose bytes are in memory already, under the name that errors call it. */
    static ModelFile inMemory(MemorySegment bytes, String name) {
        return new ModelFile(Path.of(name), new ModelContent.InMemory(bytes), bytes.byteSize());
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    ModelFormatException fault(String place, long offset, String problem) {
        return new ModelFormatException(path, place, offset, problem);
    }

    /** Bytes of the file, which the caller knows to be there. */
    byte[] readBytes(long offset, int count, String place) throws IOException {
        byte[] bytes = new byte[count];
        read(ByteBuffer.wrap(bytes), offset, place);
        return bytes;
    }

    /** Bytes of the file in native memory, which the garbage collector frees; the caller knows them to be there. */
    MemorySegment readSegment(long offset, long count, String place) throws IOException {
        MemorySegment segment = allocate(count, offset, place);
        for (long at = 0; at < count; at += MAX_READ) {
            long part = Math.min(MAX_READ, count - at);
            read(segment.asSlice(at, part).asByteBuffer(), offset + at, place);
        }
        return segment;
    }

    /** Native memory, which the garbage collector frees, for what the file says at an offset. */
    MemorySegment allocate(long bytes, long offset, String place) throws ModelFormatException {
        try {
            return Arena.ofAuto().allocate(bytes, Long.BYTES);
        } catch (OutOfMemoryError exhausted) {
            throw exhausted(bytes + " bytes", offset, place, exhausted);
        }
    }

    /** The bytes of the file from one offset up to another. */
    InputStream stream(long begin, long end) {
        return new FileRegion(content, begin, end);
    }

    /** A tensor, converted to float32, from bytes which the caller knows to be there. */
    Tensor readTensor(ElementType type, Shape shape, long offset, String place, Arena arena) throws IOException {
        Tensor tensor = allocate(shape, offset, place, arena);
        int step = CHUNK_BYTES / type.bytes();
        for (long element = 0; element < shape.elements(); element += step) {
            int count = (int) Math.min(step, shape.elements() - element);
            ByteBuffer bytes = chunk.asSlice(0, (long) count * type.bytes()).asByteBuffer();
            read(bytes, offset + element * type.bytes(), place);
            type.toFloat32(chunk, tensor.segment(), element * Float.BYTES, count);
        }
        return tensor;
    }

    @Override
    public void close() throws IOException {
        scratch.close();
        content.close();
    }

    private Tensor allocate(Shape shape, long offset, String place, Arena arena) throws ModelFormatException {
        try {
            return Tensor.allocate(arena, shape);
        } catch (OutOfMemoryError exhausted) {
            throw exhausted(shape + " as float32", offset, place, exhausted);
        }
    }

    private ModelFormatException exhausted(String what, long offset, String place, OutOfMemoryError cause) {
        String problem = "the native memory of this JVM does not hold " + what + " beside what it holds";
        return new ModelFormatException(path, place, offset, problem, cause);
    }

    private void read(ByteBuffer target, long offset, String place) throws IOException {
        long at = offset;
        while (target.hasRemaining()) {
            int count = content.read(target, at);
            if (count < 0) {
                throw fault(place, at, "the file ends " + target.remaining() + " bytes early");
            }
            at += count;
        }
    }
}
