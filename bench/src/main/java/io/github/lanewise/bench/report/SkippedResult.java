package io.github.lanewise.bench.report;

/**
 * What was to be measured, and could not be.
 *
 * @param part of the run
 * @param contender who could not
 * @param reason why
 */
public record SkippedResult(String part, String workload, int threads, String contender, String reason) {}
