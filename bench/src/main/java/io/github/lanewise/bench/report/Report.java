package io.github.lanewise.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured on one machine. Parts may be measured one after another; each replaces what it measured before.
 *
 * @param measured when the last part was
 * @param commands what was typed, for each part
 */
public record Report(
        String measured,
        String cpu,
        int processors,
        String system,
        String jvm,
        String tier,
        int vectorBits,
        List<String> commands,
        List<SpeedResult> speeds,
        List<CallersResult> callers,
        List<StartResult> starts,
        List<AgreementResult> agreements,
        List<LayersResult> layers) {

    /** The results of another run on the same machine in place of those of the same parts, and those of other parts. */
    public Report with(Report newer) {
        List<SpeedResult> kept = new ArrayList<>(speeds);
        kept.removeIf(
                old -> newer.speeds.stream().anyMatch(fresh -> fresh.part().equals(old.part())));
        List<String> allCommands = new ArrayList<>(commands);
        allCommands.removeAll(newer.commands);
        return new Report(
                newer.measured,
                newer.cpu,
                newer.processors,
                newer.system,
                newer.jvm,
                newer.tier,
                newer.vectorBits,
                joined(allCommands, newer.commands),
                joined(kept, newer.speeds),
                newer.callers.isEmpty() ? callers : newer.callers,
                newer.starts.isEmpty() ? starts : newer.starts,
                newer.agreements.isEmpty() ? agreements : newer.agreements,
                newer.layers.isEmpty() ? layers : newer.layers);
    }

    /** The speeds of one part with so many threads. */
    public List<SpeedResult> speeds(String part, int threads) {
        return speeds.stream()
                .filter(result -> result.part().equals(part) && result.threads() == threads)
                .toList();
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
