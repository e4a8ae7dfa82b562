package io.github.lanewise.engine.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded, lock-free pool of the mutable objects that one call of an operator works with, so that a steady state
 * allocates nothing. Objects beyond the bound are left to the garbage collector.
 */
public final class Pool<T> {

    private static final int SLOTS = 64;

    private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(SLOTS);
    private final Supplier<T> factory;

    public Pool(Supplier<T> factory) {
        this.factory = factory;
    }

    /** An object that nobody else holds. */
    public T acquire() {
        for (int i = 0; i < SLOTS; i++) {
            T pooled = slots.get(i);
            if (pooled != null && slots.compareAndSet(i, pooled, null)) {
                return pooled;
            }
        }
        return factory.get();
    }

    public void release(T object) {
        for (int i = 0; i < SLOTS; i++) {
            if (slots.get(i) == null && slots.compareAndSet(i, null, object)) {
                return;
            }
        }
    }
}
