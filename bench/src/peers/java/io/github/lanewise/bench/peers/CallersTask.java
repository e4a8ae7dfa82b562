package io.github.lanewise.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Several threads that ask one model for one image after another. */
record CallersTask(Task one, int callers, ExecutorService threads) implements Task {

    /** Several callers compute their calls alone; one has all threads for each of its calls. */
    static CallersTask of(Contender contender, int threads, Path folder, String name, int callers)
            throws RefusedException, IOException {
        Task one = NetworkTask.of(contender, callers == 1 ? threads : 1, folder, name, 1);
        return new CallersTask(one, callers, Executors.newFixedThreadPool(callers));
    }

    @Override
    public double check() {
        return one.check();
    }

    @Override
    public double operations() {
        return callers * one.operations();
    }

    @Override
    public void run() {
        together(System.nanoTime());
    }

    /** Calls for so long; the calls, the nanoseconds of all and those of each. */
    String calls(long nanos) {
        long start = System.nanoTime();
        List<Long> times = together(start + nanos);
        long whole = System.nanoTime() - start;
        return times.size() + " " + whole + " "
                + times.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Every caller calls until the time has come, at least once. */
    private List<Long> together(long end) {
        List<Future<List<Long>>> running = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            running.add(threads.submit(() -> callsUntil(end)));
        }
        List<Long> times = new ArrayList<>();
        for (Future<List<Long>> caller : running) {
            try {
                times.addAll(caller.get());
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return times;
    }

    private List<Long> callsUntil(long end) {
        List<Long> times = new ArrayList<>();
        do {
            long begin = System.nanoTime();
            one.run();
            times.add(System.nanoTime() - begin);
        } while (System.nanoTime() < end);
        return times;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        one.close();
    }
}
