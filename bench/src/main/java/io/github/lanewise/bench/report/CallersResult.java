package io.github.lanewise.bench.report;

/**
 * What a service sees: callers that ask for one image after another, all at the same time, of one model.
 *
 * @param callers threads that call
 * @param threads that share one call
 * @param imagesPerSecond of all callers together, median of the rounds
 * @param medianMilliseconds of a call
 * @param slowMilliseconds what 99 of 100 calls do not exceed
 */
public record CallersResult(
        String network,
        String contender,
        int callers,
        int threads,
        double imagesPerSecond,
        double medianMilliseconds,
        double slowMilliseconds) {}
