package io.github.lanewise.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;

/**
 * How runs of floats move between an array and one kind of storage that a user may have. Moving allocates nothing.
 *
 * @param <T> the kind of storage, whose floats are numbered from 0
 */
interface Floats<T> {

    /** Arrays. */
    Floats<float[]> ARRAY = new Floats<>() {
        @Override
        public long count(float[] storage) {
            return storage.length;
        }

        @Override
        public void read(float[] storage, long index, float[] run, int at, int count) {
            System.arraycopy(storage, (int) index, run, at, count);
        }

        @Override
        public void write(float[] run, int at, float[] storage, long index, int count) {
            System.arraycopy(run, at, storage, (int) index, count);
        }
    };

    /** Buffers of any kind and byte order, from their position to their limit. */
    Floats<FloatBuffer> BUFFER = new Floats<>() {
        @Override
        public long count(FloatBuffer storage) {
            return storage.remaining();
        }

        @Override
        public void read(FloatBuffer storage, long index, float[] run, int at, int count) {
            storage.get(storage.position() + (int) index, run, at, count);
        }

        @Override
        public void write(float[] run, int at, FloatBuffer storage, long index, int count) {
            storage.put(storage.position() + (int) index, run, at, count);
        }
    };

    /** Segments of the heap or of native memory, of any alignment. */
    Floats<MemorySegment> SEGMENT = new Floats<>() {
        @Override
        public long count(MemorySegment storage) {
            return storage.byteSize() / Float.BYTES;
        }

        @Override
        public void read(MemorySegment storage, long index, float[] run, int at, int count) {
            MemorySegment.copy(storage, ValueLayout.JAVA_FLOAT_UNALIGNED, index * Float.BYTES, run, at, count);
        }

        @Override
        public void write(float[] run, int at, MemorySegment storage, long index, int count) {
            MemorySegment.copy(run, at, storage, ValueLayout.JAVA_FLOAT_UNALIGNED, index * Float.BYTES, count);
        }
    };

    long count(T storage);

    void read(T storage, long index, float[] run, int at, int count);

    void write(float[] run, int at, T storage, long index, int count);
}
