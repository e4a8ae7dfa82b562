package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {

    @Nested
    class Running {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 7})
        void runsEveryPartOnce(int threads) {
            try (Workers workers = Workers.of(threads)) {
                assertThat(workers.threads()).isEqualTo(threads);
                for (int parts : new int[] {0, 1, 2, 3, 64, 1000}) {
                    AtomicIntegerArray runs = new AtomicIntegerArray(parts);
                    workers.run(parts, (part, lane) -> runs.incrementAndGet(part));

                    assertThat(IntStream.range(0, parts).map(runs::get))
                            .hasSize(parts)
                            .allMatch(count -> count == 1);
                }
            }
        }

        @Test
        void givesALaneToOnePartAtATime() {
            try (Workers workers = Workers.of(4)) {
                AtomicIntegerArray inLane = new AtomicIntegerArray(4);
                AtomicInteger collisions = new AtomicInteger();
                for (int job = 0; job < 200; job++) {
                    workers.run(50, (part, lane) -> {
                        collisions.addAndGet(inLane.getAndIncrement(lane));
                        Thread.onSpinWait();
                        inLane.decrementAndGet(lane);
                    });
                }

                assertThat(collisions).hasValue(0);
            }
        }

        @Test
        void sharesPartsWithItsThreads() {
            try (Workers workers = Workers.of(3)) {
                Set<String> threads = ConcurrentHashMap.newKeySet();
                CountDownLatch everybody = new CountDownLatch(3);
                workers.run(3, (part, lane) -> {
                    threads.add(lane == 0 ? "caller" : Thread.currentThread().getName());
                    everybody.countDown();
                    await(everybody);
                });

                assertThat(threads).containsExactlyInAnyOrder("caller", "lanewise-worker-1", "lanewise-worker-2");
            }
        }

        @Test
        void nestedJobsRunWhereTheyAreCalled() {
            try (Workers workers = Workers.of(3)) {
                AtomicInteger parts = new AtomicInteger();
                AtomicInteger elsewhere = new AtomicInteger();
                workers.run(8, (outer, outerLane) -> {
                    Thread caller = Thread.currentThread();
                    workers.run(5, (inner, lane) -> {
                        parts.incrementAndGet();
                        elsewhere.addAndGet(lane == 0 && caller.equals(Thread.currentThread()) ? 0 : 1);
                    });
                });

                assertThat(parts).hasValue(40);
                assertThat(elsewhere).hasValue(0);
            }
        }

        @Test
        void aBusyPoolLetsFurtherCallersWorkForThemselves() throws Exception {
            try (Workers workers = Workers.of(2);
                    ExecutorService other = Executors.newSingleThreadExecutor()) {
                CountDownLatch release = new CountDownLatch(1);
                CountDownLatch running = new CountDownLatch(2);
                Future<?> first = other.submit(() -> workers.run(2, (part, lane) -> {
                    running.countDown();
                    await(release);
                }));
                await(running);
                AtomicInteger parts = new AtomicInteger();
                workers.run(10, (part, lane) -> parts.incrementAndGet());

                assertThat(parts).hasValue(10);
                assertThat(first.isDone()).isFalse();
                release.countDown();
                first.get(10, TimeUnit.SECONDS);
            }
        }

        @Test
        void allocatesNothing() {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            try (Workers workers = Workers.of(2)) {
                long[] sums = new long[2 * 16];
                Workers.Task task = (part, lane) -> sums[lane * 16] += part;
                long least = Long.MAX_VALUE;
                for (int round = 0; round < 20; round++) {
                    long before = threads.getTotalThreadAllocatedBytes();
                    for (int job = 0; job < 500; job++) {
                        workers.run(4, task);
                    }
                    least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
                }

                assertThat(least).isLessThan(500);
            }
        }
    }

    @Nested
    class Stress {

        @Test
        void writesAreVisibleFromJobToJob() {
            try (Workers workers = Workers.of(3)) {
                long[] values = new long[7];
                for (int job = 0; job < 20_000; job++) {
                    workers.run(values.length, (part, lane) -> values[part]++);
                }

                assertThat(values).containsOnly(20_000);
            }
        }

        @Test
        void survivesPausesInWhichThreadsPark() {
            try (Workers workers = Workers.of(3)) {
                AtomicInteger parts = new AtomicInteger();
                for (int job = 0; job < 500; job++) {
                    workers.run(1 + job % 5, (part, lane) -> parts.incrementAndGet());
                    LockSupport.parkNanos(job % 3 * 50_000L);
                }

                assertThat(parts).hasValue(1500);
            }
        }

        @Test
        void servesManyCallers() throws Exception {
            int callers = 6;
            int jobs = 2_000;
            AtomicIntegerArray parts = new AtomicIntegerArray(callers);
            try (Workers workers = Workers.of(3);
                    ExecutorService executor = Executors.newFixedThreadPool(callers)) {
                List<Future<?>> done = new ArrayList<>();
                for (int caller = 0; caller < callers; caller++) {
                    int index = caller;
                    done.add(executor.submit(() -> {
                        for (int job = 0; job < jobs; job++) {
                            workers.run(5, (part, lane) -> parts.incrementAndGet(index));
                        }
                    }));
                }
                for (Future<?> future : done) {
                    future.get(30, TimeUnit.SECONDS);
                }
            }

            for (int caller = 0; caller < callers; caller++) {
                assertThat(parts.get(caller)).isEqualTo(5 * jobs);
            }
        }

        @Test
        void nobodyIsInsideAPartWhenAFailedJobReturns() {
            try (Workers workers = Workers.of(4)) {
                AtomicInteger inside = new AtomicInteger();
                for (int job = 0; job < 2_000; job++) {
                    int failing = job % 11;
                    Throwable thrown = catchThrowable(() -> workers.run(8, (part, lane) -> {
                        inside.incrementAndGet();
                        try {
                            if (part == failing) {
                                throw new IllegalArgumentException("part " + part);
                            }
                        } finally {
                            inside.decrementAndGet();
                        }
                    }));

                    assertThat(inside).hasValue(0);
                    assertThat(thrown == null).isEqualTo(failing >= 8);
                }
            }
        }
    }

    @Nested
    class Failing {

        @Test
        void rethrowsTheFirstExceptionWithTheOthersSuppressed() {
            try (Workers workers = Workers.of(2)) {
                CountDownLatch both = new CountDownLatch(2);
                Throwable thrown = catchThrowable(() -> workers.run(2, (part, lane) -> {
                    both.countDown();
                    await(both);
                    throw new IllegalStateException("part " + part);
                }));

                assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("part ");
                assertThat(thrown.getSuppressed()).hasSize(1);
                assertThat(thrown.getSuppressed()[0]).isNotSameAs(thrown).hasMessageStartingWith("part ");
            }
        }

        @Test
        void oneExceptionThrownTwiceIsNotSuppressedByItself() {
            IllegalStateException shared = new IllegalStateException("shared");
            try (Workers workers = Workers.of(2)) {
                CountDownLatch both = new CountDownLatch(2);

                assertThatThrownBy(() -> workers.run(2, (part, lane) -> {
                            both.countDown();
                            await(both);
                            throw shared;
                        }))
                        .isSameAs(shared)
                        .hasNoSuppressedExceptions();
            }
        }

        @Test
        void errorsPassAndUndeclaredExceptionsAreWrapped() {
            try (Workers workers = Workers.of(2)) {
                assertThatThrownBy(() -> workers.run(2, (part, lane) -> {
                            throw new StackOverflowError();
                        }))
                        .isInstanceOf(StackOverflowError.class);
                assertThatThrownBy(() -> workers.run(2, (part, lane) -> throwUndeclared(new InterruptedException())))
                        .isInstanceOf(UndeclaredThrowableException.class)
                        .hasCauseInstanceOf(InterruptedException.class);
            }
        }

        @Test
        void aFailedJobLeavesThePoolUsable() {
            try (Workers workers = Workers.of(3)) {
                AtomicInteger parts = new AtomicInteger();
                assertThatThrownBy(() -> workers.run(100, (part, lane) -> {
                            throw new IllegalStateException();
                        }))
                        .isInstanceOf(IllegalStateException.class);
                workers.run(100, (part, lane) -> parts.incrementAndGet());

                assertThat(parts).hasValue(100);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void throwUndeclared(Throwable thrown) throws T {
            throw (T) thrown;
        }
    }

    @Nested
    class Interrupts {

        @Test
        void ofTheCallerAreKeptForLater() {
            try (Workers workers = Workers.of(3)) {
                for (int job = 0; job < 200; job++) {
                    AtomicInteger parts = new AtomicInteger();
                    Thread.currentThread().interrupt();
                    workers.run(6, (part, lane) -> {
                        parts.incrementAndGet();
                        spin(Duration.ofNanos(lane == 0 ? 0 : 100_000));
                    });

                    assertThat(Thread.interrupted()).isTrue();
                    assertThat(parts).hasValue(6);
                }
            }
        }

        @Test
        void whileTheCallerWaitsAreKeptForLater() {
            try (Workers workers = Workers.of(2)) {
                Thread caller = Thread.currentThread();
                AtomicBoolean shared = new AtomicBoolean();
                workers.run(2, (part, lane) -> {
                    if (lane == 0) {
                        while (!shared.get()) {
                            Thread.onSpinWait();
                        }
                    } else {
                        shared.set(true);
                        until(() -> caller.getState() == Thread.State.WAITING);
                        caller.interrupt();
                        spin(Duration.ofMillis(2));
                    }
                });

                assertThat(Thread.interrupted()).isTrue();
            }
        }

        @Test
        void ofAThreadOfThePoolEndWithItsPart() {
            try (Workers workers = Workers.of(2)) {
                CountDownLatch both = new CountDownLatch(2);
                AtomicInteger interrupted = new AtomicInteger();
                workers.run(2, (part, lane) -> {
                    both.countDown();
                    await(both);
                    if (lane == 1) {
                        Thread.currentThread().interrupt();
                    }
                });
                for (int job = 0; job < 20; job++) {
                    LockSupport.parkNanos(200_000);
                    workers.run(2, (part, lane) -> interrupted.addAndGet(Thread.interrupted() ? 1 : 0));
                }

                assertThat(interrupted).hasValue(0);
            }
        }
    }

    @Nested
    class Closing {

        @Test
        void endsTheThreadsAndRefusesFurtherJobs() {
            Workers workers = Workers.of(3);
            List<Thread> threads = threadsOf(workers);
            workers.close();
            workers.close();

            assertThatThrownBy(() -> workers.run(1, (part, lane) -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThat(threads).hasSize(2).allMatch(Thread::isDaemon);
            until(() -> threads.stream().noneMatch(Thread::isAlive));
        }

        @Test
        void duringAJobLetsItsCallerFinish() {
            AtomicInteger parts = new AtomicInteger();
            Workers workers = Workers.of(3);
            workers.run(1000, (part, lane) -> {
                workers.close();
                parts.incrementAndGet();
            });

            assertThat(parts).hasValue(1000);
        }

        @Test
        void ofOneThreadRefusesFurtherJobsAsWell() {
            Workers workers = Workers.of(1);
            workers.close();

            assertThatThrownBy(() -> workers.run(1, (part, lane) -> {})).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void ofTheSharedSingleThreadDoesNothing() {
            Workers.single().close();
            AtomicInteger parts = new AtomicInteger();
            Workers.single().run(3, (part, lane) -> parts.incrementAndGet());

            assertThat(parts).hasValue(3);
            assertThat(Workers.single().threads()).isEqualTo(1);
        }

        @Test
        void isNotNeededForAForgottenPool() {
            List<Thread> threads = threadsOf(Workers.of(3));

            until(() -> {
                System.gc();
                return threads.stream().noneMatch(Thread::isAlive);
            });
        }

        private static List<Thread> threadsOf(Workers workers) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            CountDownLatch everybody = new CountDownLatch(workers.threads());
            workers.run(workers.threads(), (part, lane) -> {
                threads.add(Thread.currentThread());
                everybody.countDown();
                await(everybody);
            });
            threads.remove(Thread.currentThread());
            return List.copyOf(threads);
        }
    }

    @Nested
    class Misuse {

        @Test
        void namesTheValue() {
            assertThatThrownBy(() -> Workers.of(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got 0");
            assertThatThrownBy(() -> Workers.single().run(-1, (part, lane) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got -1");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            LockSupport.parkNanos(100_000);
        }
    }

    private static void spin(Duration duration) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < duration.toNanos()) {
            Thread.onSpinWait();
        }
    }
}
