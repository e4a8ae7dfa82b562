package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.GemmProblem;
import io.github.lanewise.bench.PeakOfThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes the work that a line names. */
final class Tasks {

    private Tasks() {}

    /**
     * The work, its operands ready.
     *
     * @param folder with the networks
     * @throws RefusedException if the contender does not do such work
     */
    static Task of(Contender contender, int threads, Path folder, List<String> words)
            throws RefusedException, IOException {
        List<String> rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "gemm" -> GemmTask.of(contender, threads, GemmProblem.parse(String.join(" ", rest)));
            case "network" -> NetworkTask.of(contender, threads, folder, rest.getFirst(), number(rest));
            case "callers" -> CallersTask.of(contender, threads, folder, rest.getFirst(), number(rest));
            case "training" -> training(contender, threads, rest.getFirst(), number(rest));
            case "peak" -> new SubjectTask(PeakOfThreads.compiled(threads));
            case "triad" -> new TriadTask(threads);
            default -> throw new IllegalArgumentException("there is no work " + words);
        };
    }

    private static Task training(Contender contender, int threads, String name, int batch) throws RefusedException {
        if (contender != Contender.LANEWISE) {
            throw new RefusedException("trains no networks");
        }
        return new TrainingTask(name, batch, threads);
    }

    private static int number(List<String> words) {
        return Integer.parseInt(words.getLast());
    }
}
