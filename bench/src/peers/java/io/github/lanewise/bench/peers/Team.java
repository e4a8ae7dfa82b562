package io.github.lanewise.bench.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The workers of a part: the contenders, and the peak loop beside them. */
final class Team implements AutoCloseable {

    private final int threads;
    private final Bench bench;
    private final List<Worker> contenders = new ArrayList<>();
    private final List<Worker> started = new ArrayList<>();

    private Team(int threads, Bench bench) {
        this.threads = threads;
        this.bench = bench;
    }

    /** Starts a process for each. */
    static Team start(int threads, List<Contender> contenders, Bench bench) throws IOException, RefusedException {
        Team team = new Team(threads, bench);
        try {
            team.add(Worker.start(Contender.PEAK, threads, bench.workplace()));
            team.peak().ask("prepare " + bench.pace().stableMilliseconds() + " peak");
            for (Contender contender : contenders) {
                team.contenders.add(team.add(Worker.start(contender, threads, bench.workplace())));
            }
            return team;
        } catch (IOException | RefusedException | RuntimeException e) {
            team.close();
            throw e;
        }
    }

    Race race(Part part, Findings findings) {
        return new Race(part, threads, contenders, peak(), bench, findings);
    }

    private Worker add(Worker worker) {
        started.add(worker);
        return worker;
    }

    private Worker peak() {
        return started.getFirst();
    }

    @Override
    public void close() {
        started.forEach(Worker::close);
    }
}
