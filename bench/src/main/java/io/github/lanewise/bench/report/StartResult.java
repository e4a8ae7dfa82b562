package io.github.lanewise.bench.report;

/**
 * From the start of a process to its first answer, medians of some processes.
 *
 * @param firstAnswerSeconds from the start of the process
 * @param steadySeconds from the first answer until calls are within {@code 20 %} of their final time
 * @param callMilliseconds median of the last calls
 * @param firstAnswerMebibytes peak resident memory at the first answer
 * @param peakMebibytes peak resident memory at the end
 */
public record StartResult(
        String network,
        String contender,
        int processes,
        double firstAnswerSeconds,
        double steadySeconds,
        double callMilliseconds,
        double firstAnswerMebibytes,
        double peakMebibytes) {}
