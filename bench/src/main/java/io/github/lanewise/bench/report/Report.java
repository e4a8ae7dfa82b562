package io.github.lanewise.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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
        List<LayersResult> layers,
        List<TrainingResult> trainings,
        List<SkippedResult> skipped) {

    /**
     * With the results of another run for the parts that it measured, and those from here for all others.
     *
     * @param parts that the other run measured, as on the command line
     * @throws IllegalArgumentException as {@link #requireMachine}
     */
    public Report with(Report newer, Set<String> parts) {
        requireMachine(newer.cpu, newer.vectorBits);
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
                replaced(speeds, newer.speeds, result -> parts.contains(result.part())),
                replaced(callers, newer.callers, _ -> parts.contains("callers")),
                replaced(starts, newer.starts, _ -> parts.contains("start")),
                replaced(agreements, newer.agreements, _ -> parts.contains("agreement")),
                replaced(layers, newer.layers, _ -> parts.contains("layers")),
                replaced(trainings, newer.trainings, _ -> parts.contains("training")),
                replaced(skipped, newer.skipped, result -> parts.contains(result.part())));
    }

    /**
     * Requires that this was measured on such a machine.
     *
     * @throws IllegalArgumentException naming both, if it was not
     */
    public void requireMachine(String someCpu, int someVectorBits) {
        if (!cpu.equals(someCpu) || vectorBits != someVectorBits) {
            throw new IllegalArgumentException("the report is of " + cpu + " with " + vectorBits
                    + "-bit vectors, this machine is " + someCpu + " with " + someVectorBits
                    + "; give --out another folder");
        }
    }

    /** The speeds of one part with so many threads. */
    public List<SpeedResult> speeds(String part, int threads) {
        return speeds.stream()
                .filter(result -> result.part().equals(part) && result.threads() == threads)
                .toList();
    }

    private static <T> List<T> replaced(List<T> older, List<T> newer, Predicate<T> isMeasuredAgain) {
        return joined(older.stream().filter(isMeasuredAgain.negate()).toList(), newer);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
