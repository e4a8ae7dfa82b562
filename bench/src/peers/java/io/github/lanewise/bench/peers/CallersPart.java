package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.CallersResult;
import io.github.lanewise.bench.report.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Many callers at the same time, each on one thread, against one caller with all threads. */
final class CallersPart implements Part.Measurement {

    private static final int PROCESSORS = 2;
    private static final int[] CALLERS = {1, 8};
    private static final int TURN_MILLISECONDS = 600;
    private static final int QUICK_TURN_MILLISECONDS = 200;
    private static final int QUICK_ROUNDS = 3;
    private static final double SLOW = 0.99;

    private record Entry(Worker worker, int callers, List<Double> throughput, DoubleStream.Builder times) {

        CallersResult result(String network) {
            double[] milliseconds = times.build().map(nanos -> nanos / 1e6).toArray();
            double[] rates =
                    throughput.stream().mapToDouble(Double::doubleValue).toArray();
            return new CallersResult(
                    network,
                    worker.title(),
                    callers,
                    callers == 1 ? PROCESSORS : 1,
                    Spread.quantile(0.5, rates),
                    Spread.quantile(0.5, milliseconds),
                    Spread.quantile(SLOW, milliseconds));
        }
    }

    @Override
    public void run(Bench bench, Findings findings) throws IOException, RefusedException {
        List<String> networks =
                bench.pace().quick() ? List.of("resnet20") : List.of("resnet20", "resnet18", "resnet50");
        for (String network : networks) {
            bench.tell("callers of " + network);
            new NetworkFiles(bench.workplace().folder()).prepare(network, 1);
            measure(network, bench, findings);
        }
    }

    private static void measure(String network, Bench bench, Findings findings) throws IOException, RefusedException {
        List<Worker> workers = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        try {
            for (Contender contender : List.of(Contender.LANEWISE, Contender.ONNX_RUNTIME)) {
                for (int callers : CALLERS) {
                    Worker worker = Worker.start(contender, PROCESSORS, bench.workplace());
                    workers.add(worker);
                    try {
                        worker.ask(
                                "prepare " + bench.pace().stableMilliseconds() + " callers " + network + " " + callers);
                        entries.add(new Entry(worker, callers, new ArrayList<>(), DoubleStream.builder()));
                    } catch (RefusedException e) {
                        bench.skipOther(findings, Part.CALLERS, network, PROCESSORS, worker, e);
                    }
                }
            }
            int turn = bench.pace().quick() ? QUICK_TURN_MILLISECONDS : TURN_MILLISECONDS;
            int rounds = bench.pace().quick() ? QUICK_ROUNDS : bench.pace().rounds();
            for (int round = 0; round < rounds; round++) {
                for (Entry entry : entries) {
                    double[] answer = Worker.numbers(entry.worker().ask("call " + turn));
                    entry.throughput().add(answer[0] / answer[1] * 1e9);
                    Arrays.stream(answer).skip(2).forEach(entry.times()::add);
                }
            }
        } finally {
            workers.forEach(Worker::close);
        }
        entries.forEach(entry -> findings.add(entry.result(network)));
    }
}
