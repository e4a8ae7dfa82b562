package io.github.lanewise.layers.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Loads and augments batches ahead, on threads of its own: every image once an epoch, epoch after epoch without end.
 *
 * <p>Which images a batch has, in which order, and their bits depend on data, augmentation, batch size, seed, epoch and
 * index alone, not on threads or time. At most {@code threads + 2} batches are in memory. One thread may take batches;
 * any may close.
 */
public final class BatchLoader implements AutoCloseable {
    private final BatchPlan plan;
    private final BatchSlot[] ring;
    private final List<Thread> threads = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Condition loaded = lock.newCondition();
    private long claims;
    private long taken;
    private boolean started;
    private volatile boolean closed;

    /**
     * A loader at the beginning of epoch 0; its threads start with the first batch that is asked for.
     *
     * @param shuffle whether every epoch has another order
     * @param dropLast whether the images that do not fill a batch at the end of an epoch are left out
     * @throws IllegalArgumentException if there is no image, no thread, or not one batch
     */
    public BatchLoader(
            ImageDataSet data,
            Augmentation augmentation,
            int batch,
            long seed,
            int threads,
            boolean shuffle,
            boolean dropLast) {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "batches of " + batch + " images by " + threads + " threads; at least 1 of each is needed");
        }
        plan = new BatchPlan(data.size(), batch, seed, shuffle, dropLast);
        if (plan.batchesPerEpoch() == 0) {
            throw new IllegalArgumentException(
                    data.size() + " images do not fill a batch of " + batch + "; a smaller batch does, or more images");
        }
        ring = new BatchSlot[threads + 2];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new BatchSlot(data, augmentation, batch, seed);
        }
        for (int i = 1; i <= threads; i++) {
            this.threads.add(
                    Thread.ofPlatform().daemon().name("lanewise-loader-" + i).unstarted(this::work));
        }
    }

    public int batchesPerEpoch() {
        return plan.batchesPerEpoch();
    }

    /**
     * Continues where another loader stopped: {@code next} first returns this batch.
     *
     * @throws IllegalArgumentException if an epoch has no such batch
     * @throws IllegalStateException if a batch was asked for already
     */
    public BatchLoader startAt(long epoch, int index) {
        if (epoch < 0 || index < 0 || index > plan.batchesPerEpoch()) {
            throw new IllegalArgumentException(
                    "batch " + index + " of epoch " + epoch + ", an epoch has " + plan.batchesPerEpoch() + " batches");
        }
        lock.lock();
        try {
            if (started) {
                throw new IllegalStateException("this loader has begun to load; a new one can start elsewhere");
            }
            plan.startAt(epoch, index);
        } finally {
            lock.unlock();
        }
        return this;
    }

    /**
     * The next batch, valid until the next call.
     *
     * @throws IllegalStateException if the loader is closed
     * @throws java.io.UncheckedIOException if an image of the batch cannot be read; so does every call after it
     */
    public Batch next() {
        lock.lock();
        try {
            requireOpen();
            start();
            BatchSlot slot = slot(taken);
            while (!slot.isLoaded()) {
                loaded.awaitUninterruptibly();
                requireOpen();
            }
            Batch batch = slot.result();
            if (taken > 0) {
                slot(taken - 1).release();
                released.signal();
            }
            taken++;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the loader is closed");
        }
    }

    private void start() {
        if (!started) {
            started = true;
            threads.forEach(Thread::start);
        }
    }

    private BatchSlot slot(long number) {
        return ring[Math.floorMod(number, ring.length)];
    }

    private void work() {
        for (BatchSlot slot = claim(); slot != null; slot = claim()) {
            slot.load(() -> closed);
            lock.lock();
            try {
                slot.publish();
                loaded.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** A slot with the next batch to load; waits until one is free. */
    private @Nullable BatchSlot claim() {
        lock.lock();
        try {
            while (!closed && !slot(claims).isFree()) {
                released.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            BatchSlot slot = slot(claims++);
            slot.claim(plan.next());
            return slot;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the threads and waits for them; a batch that was handed out stays as it is. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            released.signalAll();
            loaded.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
