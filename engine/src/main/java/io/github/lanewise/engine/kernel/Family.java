package io.github.lanewise.engine.kernel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * One kind of kernels on the way from plain Java to compiled vector code: whoever asks for them is served in plain Java, with
 * the same bits, until the vector kernels are compiled, which the first who asks sets going.
 */
final class Family<K> {
    private final K plain;
    private final K vector;
    private final Predicate<K> warmUp;
    private final Executor background;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CompletableFuture<Boolean> compiled = new CompletableFuture<>();

    /** Not volatile: a reader that sees it late is served in plain Java a little longer. */
    private boolean ready;

    /**
     * A family that nobody has asked for.
     *
     * @param warmUp runs kernels until they are compiled; false if they did not become fast
     */
    Family(K plain, K vector, Predicate<K> warmUp, Executor background) {
        this.plain = plain;
        this.vector = vector;
        this.warmUp = warmUp;
        this.background = background;
    }

    /** The kernels to call at this moment. */
    K serving() {
        if (ready) {
            return vector;
        }
        request();
        return plain;
    }

    /** Has the vector kernels compiled, if that has not begun. */
    void request() {
        if (!requested.get() && requested.compareAndSet(false, true)) {
            try {
                background.execute(this::compile);
            } catch (RuntimeException | Error e) { // no thread to be had: plain Java goes on, and nobody waits for ever
                compiled.complete(false);
                throw e;
            }
        }
    }

    /** Waits until the vector kernels are compiled, if somebody has asked for them; false if they did not become fast. */
    boolean await() {
        return !requested.get() || compiled.join();
    }

    private void compile() {
        try {
            ready = warmUp.test(vector);
        } finally {
            compiled.complete(ready);
        }
    }
}
