package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.Interleaved;
import io.github.lanewise.bench.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process runs. It answers
 * <pre>
 *     prepare 100 gemm 64 64 64        with the error of the result, once the work is prepared and has not become
 *     prepare 100 network resnet18 8     faster for so many milliseconds
 *     prepare 100 callers resnet18 8
 *     prepare 100 training resnet20 128  (this one with the loss of the third batch)
 *     prepare 100 peak
 *     prepare 100 triad
 *     run 20                           with the rates of all slices in so many milliseconds
 *     call 500                         with the number of calls by several callers in so many milliseconds, the
 *                                        nanoseconds that they took together, and those of each
 *     steps 500                        with the nanoseconds that the data, forward, backward and the optimiser took,
 *                                        for each step of a training in so many milliseconds
 * </pre>
 */
final class WorkerMain {

    /** A slice; as in {@link Interleaved}. */
    private static final long SLICE_NANOS = 250_000;

    /** Calls after a turn of somebody else that are not counted: they fill the caches. */
    private static final long UNCOUNTED_NANOS = 1_000_000;

    /** A longer call is no warmer after another one. */
    private static final long LONG_CALL_NANOS = 60_000_000;

    /** The same on several threads: so long the operating system may leave those that have slept on one processor. */
    private static final long UNCOUNTED_NANOS_OF_THREADS = 20_000_000;

    /** A longer one is long enough for them to part. */
    private static final long LONG_CALL_NANOS_OF_THREADS = 300_000_000;

    /** The first work waits so many times as long for the compiler. */
    private static final int FIRST = 4;

    private final Contender contender;
    private final int threads;
    private final Path folder;
    private @Nullable Task task;
    private boolean isFirst = true;
    private long callNanos = 1;

    private WorkerMain(Contender contender, int threads, Path folder) {
        this.contender = contender;
        this.threads = threads;
        this.folder = folder;
    }

    /** Runs until the standard input ends. */
    public static void main(String[] args) throws IOException {
        Posix.dieWithParent();
        int threads = Integer.parseInt(args[1]);
        Posix.useLastProcessors(threads);
        WorkerMain worker = new WorkerMain(Contender.valueOf(args[0]), threads, Path.of(args[2]));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            System.out.println(worker.answer(List.of(line.split(" ", -1))));
            System.out.flush();
        }
        System.exit(0);
    }

    private String answer(List<String> words) {
        try {
            List<String> rest = words.subList(1, words.size());
            return Worker.ANSWER
                    + switch (words.getFirst()) {
                        case "prepare" -> prepare(rest);
                        case "run" -> rates(current(), nanos(rest));
                        case "call" -> ((CallersTask) current()).calls(nanos(rest));
                        case "steps" -> ((TrainingTask) current()).steps(nanos(rest));
                        default -> throw new IllegalArgumentException("unknown " + words);
                    };
        } catch (RefusedException | RuntimeException | IOException | LinkageError e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            return Worker.REFUSAL + reason.replace('\n', ' ');
        }
    }

    private Task current() {
        if (task == null) {
            throw new IllegalStateException("nothing is prepared");
        }
        return task;
    }

    private String prepare(List<String> words) throws RefusedException, IOException {
        if (task != null) {
            task.close();
            task = null;
        }
        Duration stable = Duration.ofNanos(nanos(words)).multipliedBy(isFirst ? FIRST : 1);
        isFirst = false;
        Task prepared = Tasks.of(contender, threads, folder, words.subList(1, words.size()));
        double error = prepared.check();
        double rate = Interleaved.bestRate(
                new Subject() {
                    @Override
                    public double flops() {
                        return prepared.operations();
                    }

                    @Override
                    public void run() {
                        prepared.run();
                    }
                },
                stable);
        callNanos = Math.max(1, (long) (prepared.operations() / rate));
        task = prepared;
        return Double.toString(error);
    }

    /** Of the milliseconds in a line. */
    private static long nanos(List<String> words) {
        return Duration.ofMillis(Long.parseLong(words.getFirst())).toNanos();
    }

    private String rates(Task task, long nanos) {
        long start = System.nanoTime();
        long longCall = threads == 1 ? LONG_CALL_NANOS : LONG_CALL_NANOS_OF_THREADS;
        long uncounted = threads == 1 ? UNCOUNTED_NANOS : UNCOUNTED_NANOS_OF_THREADS;
        while (callNanos < longCall && System.nanoTime() - start < uncounted) {
            task.run();
        }
        int calls = Math.toIntExact(Math.ceilDiv(SLICE_NANOS, callNanos));
        StringBuilder rates = new StringBuilder();
        start = System.nanoTime();
        do {
            long begin = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                task.run();
            }
            double rate = calls * task.operations() / Math.max(1, System.nanoTime() - begin);
            rates.append(rates.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%.5g", rate));
        } while (System.nanoTime() - start < nanos);
        return rates.toString();
    }
}
