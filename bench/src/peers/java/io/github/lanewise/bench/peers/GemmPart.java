package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.GemmProblem;
import io.github.lanewise.bench.Shapes;
import java.io.IOException;
import java.util.List;

/** Matrix products of all shape classes, on one thread and on two. */
final class GemmPart implements Part.Measurement {

    private static final List<Contender> CONTENDERS = List.of(
            Contender.LANEWISE,
            Contender.MKL,
            Contender.OPENBLAS,
            Contender.ONEDNN,
            Contender.NETLIB,
            Contender.EJML,
            Contender.NAIVE,
            Contender.LANEWISE_PACKED,
            Contender.MKL_PACKED);

    /** Those with packed operands are left out of a quick run. */
    private static final int QUICK_CONTENDERS = 7;

    private static final List<Contender> WITH_THREADS =
            List.of(Contender.LANEWISE, Contender.MKL, Contender.OPENBLAS, Contender.ONEDNN);

    @Override
    public void run(Bench bench, Findings findings) throws IOException, RefusedException {
        boolean quick = bench.pace().quick();
        run(
                bench,
                findings,
                1,
                CONTENDERS.subList(0, quick ? QUICK_CONTENDERS : CONTENDERS.size()),
                quick ? "peers-quick" : "peers");
        run(bench, findings, 2, WITH_THREADS, quick ? "peers-two-threads-quick" : "peers-two-threads");
    }

    private static void run(Bench bench, Findings findings, int threads, List<Contender> contenders, String shapes)
            throws IOException, RefusedException {
        try (Team team = Team.start(threads, contenders, bench)) {
            Race race = team.race(Part.GEMM, findings);
            for (String shape : Shapes.lines(shapes)) {
                bench.tell("gemm " + shape + ", threads: " + threads);
                GemmProblem problem = GemmProblem.parse(shape);
                race.run("gemm " + shape, shape, GemmTask.flops(problem));
            }
        }
    }
}
