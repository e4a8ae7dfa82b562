package io.github.lanewise.bench.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that answers one line to each line that it is sent, and stands still in between: it is stopped by a signal, with
 * all threads that spin, compile or collect garbage.
 */
final class Worker implements AutoCloseable {

    /** Before an answer; whatever else a library writes is passed over. */
    static final String ANSWER = "= ";

    /** Before an answer that tells why there is none. */
    static final String REFUSAL = "! ";

    private static final long FAREWELL_SECONDS = 5;

    private final String title;
    private final Process process;
    private final Path errors;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    private Worker(String title, Process process, Path errors) {
        this.title = title;
        this.process = process;
        this.errors = errors;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the virtual machine of a contender. */
    static Worker start(Contender contender, int threads, Workplace workplace) throws IOException {
        List<String> command = new ArrayList<>(workplace.java(contender));
        command.addAll(List.of(
                WorkerMain.class.getName(),
                contender.name(),
                Integer.toString(threads),
                workplace.folder().toString()));
        return start(contender.title(), command, Contender.environment(threads), workplace);
    }

    /** Starts any program that answers in this way. */
    static Worker start(String title, List<String> command, Map<String, String> environment, Workplace workplace)
            throws IOException {
        Path errors = Files.createTempFile(workplace.folder(), "worker", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(workplace.environment());
        builder.environment().putAll(environment);
        return new Worker(title, builder.start(), errors);
    }

    /** The name in tables. */
    String title() {
        return title;
    }

    /**
     * Lets the process go on, sends it a line and waits for the answer.
     *
     * @throws RefusedException if the process tells why it cannot, or has ended: then with all its errors from the second
     *     line on
     */
    String ask(String question) throws RefusedException {
        try {
            if (process.isAlive()) {
                Posix.resume(process);
                questions.write(question);
                questions.newLine();
                questions.flush();
                return answer();
            }
        } catch (IOException brokenPipe) {
            process.destroyForcibly();
        }
        throw ended();
    }

    /** The next answer, the process stopped. */
    private String answer() throws IOException, RefusedException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(ANSWER)) {
                Posix.stop(process);
                return line.substring(ANSWER.length());
            }
            if (line.startsWith(REFUSAL)) {
                Posix.stop(process);
                throw new RefusedException(title + ": " + line.substring(REFUSAL.length()));
            }
        }
        throw ended();
    }

    private RefusedException ended() {
        try {
            return new RefusedException(title + ": the process has ended\n" + Files.readString(errors));
        } catch (IOException e) {
            return new RefusedException(title + ": the process has ended", e);
        }
    }

    /** The rates of the slices that fit into so many milliseconds, in 10⁹ operations per second. */
    double[] rates(long milliseconds) throws RefusedException {
        return numbers(ask("run " + milliseconds));
    }

    static double[] numbers(String answer) {
        return Stream.of(answer.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public void close() {
        try {
            Posix.resume(process);
            questions.close();
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException | IllegalStateException alreadyGone) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
