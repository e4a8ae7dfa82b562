package io.github.lanewise.engine;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads behind {@link Workers} and the job they share. It never refers to its {@code Workers}, so that a forgotten
 * one can be collected while the threads wait.
 *
 * <p>A job is published by setting {@link #unclaimed}. Whoever lowers that by one owns a part and may read the job only
 * from then on: the job cannot end before the part does, so a thread that slept through earlier jobs never mixes two.
 * Threads look for work for a short bounded time and then park: on a machine with other work a longer spin would take the
 * processor from those who have something to do.
 */
final class Crew {
    private static final long SPIN_NANOS = 20_000;
    private static final Workers.Task NO_TASK = (part, lane) -> {};

    private final Worker[] workers;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger unclaimed = new AtomicInteger();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile @Nullable Thread parkedCaller;
    private volatile boolean dismissed;

    private Workers.Task task = NO_TASK;
    private int parts;
    private @Nullable Throwable failure;

    /** Starts {@code size} threads, with the lanes 1 to {@code size}. */
    Crew(int size) {
        workers = new Worker[size];
        for (int i = 0; i < size; i++) {
            workers[i] = new Worker(i + 1);
        }
        for (Worker worker : workers) {
            worker.thread.start();
        }
    }

    boolean isDismissed() {
        return dismissed;
    }

    /** Lets the threads end after the parts in hand. */
    void dismiss() {
        dismissed = true;
        for (Worker worker : workers) {
            LockSupport.unpark(worker.thread);
        }
    }

    /** Runs all parts and returns true, or does nothing and returns false while another job is running. */
    boolean tryRun(int jobParts, Workers.Task job) {
        if (!busy.compareAndSet(false, true)) {
            return false;
        }
        publish(jobParts, job);
        runParts(0);
        awaitOthers();
        Throwable thrown = failure;
        task = NO_TASK;
        failure = null;
        busy.set(false);
        if (thrown != null) {
            rethrow(thrown);
        }
        return true;
    }

    private void publish(int jobParts, Workers.Task job) {
        task = job;
        parts = jobParts;
        unfinished.set(jobParts);
        unclaimed.set(jobParts);
        int wanted = Math.min(jobParts - 1, workers.length);
        for (int i = 0; i < wanted; i++) {
            if (workers[i].parked) {
                LockSupport.unpark(workers[i].thread);
            }
        }
    }

    private void runParts(int lane) {
        for (int left = claim(); left > 0; left = claim()) {
            int done = 1;
            try {
                task.run(parts - left, lane);
            } catch (Throwable thrown) {
                record(thrown);
                done += unclaimed.getAndSet(0);
            }
            if (unfinished.addAndGet(-done) == 0) {
                LockSupport.unpark(parkedCaller);
            }
        }
    }

    /** The number of parts that were left before one was taken from them, or 0 if there was none. */
    private int claim() {
        int left = unclaimed.get();
        while (left > 0 && !unclaimed.compareAndSet(left, left - 1)) {
            left = unclaimed.get();
        }
        return left;
    }

    private synchronized void record(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (!failure.equals(thrown)) {
            failure.addSuppressed(thrown);
        }
    }

    private void awaitOthers() {
        long start = System.nanoTime();
        while (unfinished.get() > 0 && System.nanoTime() - start < SPIN_NANOS) {
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        parkedCaller = Thread.currentThread();
        while (unfinished.get() > 0) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        parkedCaller = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Throwable thrown) {
        switch (thrown) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new UndeclaredThrowableException(thrown);
        }
    }

    /** One thread of the pool. */
    private final class Worker implements Runnable {
        private final Thread thread;
        private final int lane;
        private volatile boolean parked;

        Worker(int lane) {
            this.lane = lane;
            this.thread = Thread.ofPlatform()
                    .name("lanewise-worker-" + lane)
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .unstarted(this);
        }

        @Override
        public void run() {
            while (!dismissed) {
                runParts(lane);
                long start = System.nanoTime();
                while (isIdle() && System.nanoTime() - start < SPIN_NANOS) {
                    Thread.onSpinWait();
                }
                parked = true;
                if (isIdle()) {
                    LockSupport.park(Crew.this);
                }
                parked = false;
                Thread.interrupted();
            }
        }

        private boolean isIdle() {
            return unclaimed.get() == 0 && !dismissed;
        }
    }
}
