package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a parser with broken files. Whatever is wrong, it may only throw {@link ModelFormatException}, and take memory in
 * proportion to the file: on the heap everything that it allocated counts, even what is garbage at once. What costs the most
 * is many of the smallest possible things: a node takes 7 bytes in a file.
 */
final class Hostility<T> {
    private static final long HEAP_FACTOR = 128;
    private static final long NATIVE_FACTOR = 16;
    private static final long SLACK_BYTES = 1 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final BufferPoolMXBean NATIVE = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();

    private final Path path;
    private final Parser<T> parser;
    private final Promises<T> promises;
    private int read;
    private int refused;
    private long worstHeapBytes;
    private long worstNativeBytes;
    private long worstNanos;

    /** What reads a file. */
    @FunctionalInterface
    interface Parser<T> {
        T read(Path file) throws IOException;
    }

    /** Checks what was read from a file. */
    @FunctionalInterface
    interface Promises<T> {
        void check(T content, int fileBytes) throws IOException;
    }

    Hostility(Path path, Parser<T> parser, Promises<T> promises) {
        this.path = path;
        this.parser = parser;
        this.promises = promises;
    }

    /** The native memory that the garbage collector would free, which is where parsers put tensors. */
    static long nativeBytes() {
        return NATIVE.getTotalCapacity();
    }

    /** Has the parser read a file once without being measured, which loads its classes. */
    void warmUp(byte[] file) throws IOException {
        Files.write(path, file);
        parser.read(path);
    }

    /** Feeds one file. */
    void feed(byte[] file) throws IOException {
        Files.deleteIfExists(path);
        Files.write(path, file);
        long nativeBefore = nativeBytes();
        long heapBefore = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        Outcome<T> outcome = outcome();
        worstNanos = Math.max(worstNanos, System.nanoTime() - start);
        long heap = THREADS.getCurrentThreadAllocatedBytes() - heapBefore;
        long segments = nativeBytes() - nativeBefore;
        worstHeapBytes = Math.max(worstHeapBytes, heap);
        worstNativeBytes = Math.max(worstNativeBytes, segments);
        assertThat(heap).as("heap for %d bytes", file.length).isLessThan(HEAP_FACTOR * file.length + SLACK_BYTES);
        assertThat(segments)
                .as("native memory for %d bytes", file.length)
                .isLessThan(NATIVE_FACTOR * file.length + SLACK_BYTES);
        if (outcome.fault != null) {
            refused++;
            assertThat(outcome.fault).hasMessageStartingWith(path + ": ");
            assertThat(outcome.fault.offset()).isBetween(0L, (long) file.length);
        }
        if (outcome.content != null) {
            read++;
            promises.check(outcome.content, file.length);
        }
    }

    int read() {
        return read;
    }

    int refused() {
        return refused;
    }

    /** As in {@code 400 read, 4600 refused; at worst 21.3 KiB of heap, 64.0 KiB of native memory, 1.2 ms}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d read, %d refused; at worst %.1f KiB of heap, %.1f KiB of native memory, %.1f ms",
                read,
                refused,
                worstHeapBytes / 1024.0,
                worstNativeBytes / 1024.0,
                worstNanos / 1e6);
    }

    private Outcome<T> outcome() throws IOException {
        try {
            return new Outcome<>(parser.read(path), null);
        } catch (ModelFormatException fault) {
            return new Outcome<>(null, fault);
        }
    }

    /** Either of the two. */
    private record Outcome<T>(@Nullable T content, @Nullable ModelFormatException fault) {}
}
