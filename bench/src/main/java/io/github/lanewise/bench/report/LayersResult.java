package io.github.lanewise.bench.report;

import java.util.List;

/**
 * Where the time of a network goes.
 *
 * @param calls that were recorded
 * @param peak FMA peak of the same moments in GFLOP/s, of as many threads
 * @param wholeMicroseconds median time of a call from array to array, without a recording
 * @param lowerWholeMicroseconds the same when the machine is left alone
 * @param restMicroseconds what a call does beside its steps, such as the layout of input and output, and the recording
 */
public record LayersResult(
        String network,
        int batch,
        int threads,
        int calls,
        double peak,
        double wholeMicroseconds,
        double lowerWholeMicroseconds,
        double restMicroseconds,
        List<LayerResult> layers) {}
