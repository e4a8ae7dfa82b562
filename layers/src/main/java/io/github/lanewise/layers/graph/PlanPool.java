package io.github.lanewise.layers.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a model: each belongs to one call at a time and waits here in between. At most {@code capacity} exist.
 * Where none is idle for a signature, one is made; if there are too many already, the one idle for longest goes, if there
 * is not the memory for one more, all that are idle go, and if all are in use, the call waits.
 */
final class PlanPool implements AutoCloseable {
    private final Function<Signature, Plan> factory;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Plan> idle = new ArrayList<>(); // the one idle for longest first
    private int plans; // idle, in use or being made
    private long bytes;
    private boolean closed;

    PlanPool(Function<Signature, Plan> factory, int capacity) {
        this.factory = factory;
        this.capacity = capacity;
    }

    /** A plan for inputs like these, to be given back; {@link IllegalStateException} once closed. */
    Plan acquire(Signature signature) {
        Plan plan = takeOrReserve(signature);
        return plan != null ? plan : make(signature);
    }

    void release(Plan plan) {
        lock.lock();
        try {
            idle.add(plan);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The memory of all plans. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further calls, waits for those under way, and frees all plans. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (plans > idle.size()) {
                changed.awaitUninterruptibly();
            }
            while (!idle.isEmpty()) {
                discardOldest();
            }
        } finally {
            lock.unlock();
        }
    }

    /** An idle plan, or null once there is room for a new one. */
    private @Nullable Plan takeOrReserve(Signature signature) {
        lock.lock();
        try {
            while (!closed) {
                Plan plan = takeIdle(signature);
                if (plan != null) {
                    return plan;
                }
                if (plans == capacity && !idle.isEmpty()) {
                    discardOldest();
                }
                if (plans < capacity) {
                    plans++;
                    return null;
                }
                changed.awaitUninterruptibly();
            }
            throw new IllegalStateException("the model is closed");
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Plan takeIdle(Signature signature) {
        for (int i = idle.size() - 1; i >= 0; i--) {
            if (idle.get(i).signature().equals(signature)) {
                return idle.remove(i);
            }
        }
        return null;
    }

    private Plan make(Signature signature) {
        Plan plan = null;
        try {
            plan = madeOf(signature);
            return plan;
        } finally {
            lock.lock();
            try {
                if (plan == null) {
                    plans--;
                    changed.signalAll();
                } else {
                    bytes += plan.bytes();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** A new plan; where memory is short, the idle ones give way to it. */
    private Plan madeOf(Signature signature) {
        try {
            return factory.apply(signature);
        } catch (OutOfMemoryError e) {
            if (!discardIdle()) {
                throw e;
            }
            return factory.apply(signature);
        }
    }

    private boolean discardIdle() {
        lock.lock();
        try {
            boolean any = !idle.isEmpty();
            while (!idle.isEmpty()) {
                discardOldest();
            }
            changed.signalAll();
            return any;
        } finally {
            lock.unlock();
        }
    }

    private void discardOldest() {
        Plan oldest = idle.removeFirst();
        plans--;
        bytes -= oldest.bytes();
        oldest.close();
    }
}
