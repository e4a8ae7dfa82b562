package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.Shapes;
import java.io.IOException;
import java.util.List;

/** Whole networks, on one thread and on two. */
final class NetworkPart implements Part.Measurement {

    private static final List<Contender> CONTENDERS =
            List.of(Contender.LANEWISE, Contender.ONNX_RUNTIME, Contender.PYTORCH);

    /** PyTorch, which takes long to load, is left out of a quick run. */
    private static final int QUICK_CONTENDERS = 2;

    private static final int[] THREADS = {1, 2};

    @Override
    public void run(Bench bench, Findings findings) throws IOException, RefusedException {
        List<String> works = Shapes.lines(bench.pace().quick() ? "peers-networks-quick" : "peers-networks");
        NetworkFiles files = new NetworkFiles(bench.workplace().folder());
        for (String work : works) {
            List<String> words = Shapes.words(work, 2);
            files.prepare(words.getFirst(), Integer.parseInt(words.getLast()));
        }
        List<Contender> contenders = bench.pace().quick() ? CONTENDERS.subList(0, QUICK_CONTENDERS) : CONTENDERS;
        for (int threads : THREADS) {
            bench.tell("networks, threads: " + threads);
            try (Team team = Team.start(threads, contenders, bench)) {
                Race race = team.race(Part.NETWORKS, findings);
                for (String work : works) {
                    bench.tell("network " + work + ", threads: " + threads);
                    List<String> words = Shapes.words(work, 2);
                    double flops = Integer.parseInt(words.getLast())
                            * NetworkFiles.flops(NetworkFiles.network(words.getFirst()));
                    race.run("network " + work, String.join(", batch ", words), flops);
                }
            }
        }
    }
}
