package io.github.lanewise.layers.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a model file, wherever they are. */
sealed interface ModelContent extends AutoCloseable {
    /** Reads some bytes from an offset on into what remains of the target; their number, or -1 behind the end. */
    int read(ByteBuffer target, long offset) throws IOException;

    @Override
    void close() throws IOException;

    /** A file that is open. */
    record OnDisk(FileChannel channel) implements ModelContent {
        @Override
        public int read(ByteBuffer target, long offset) throws IOException {
            return channel.read(target, offset);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Memory of the caller, which is not freed. */
    record InMemory(MemorySegment bytes) implements ModelContent {
        @Override
        public int read(ByteBuffer target, long offset) {
            if (offset >= bytes.byteSize()) {
                return -1;
            }
            int count = (int) Math.min(target.remaining(), bytes.byteSize() - offset);
            MemorySegment.copy(bytes, offset, MemorySegment.ofBuffer(target), 0, count);
            target.position(target.position() + count);
            return count;
        }

        @Override
        public void close() {
            // nothing to close: the memory is the caller's
        }
    }
}
