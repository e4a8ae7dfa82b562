package io.github.lanewise.bench.report;

/**
 * How fast a network is trained, one step after another: a batch, forward, backward, the optimiser.
 *
 * @param contender who did it, with the version where it is not ours
 * @param operations of one image, forward and backward: floating-point operations, two for a multiply-add
 * @param imagesPerSecond over the steps of all rounds
 * @param peak FMA peak of as many threads in GFLOP/s
 * @param dataMilliseconds until the next batch is there; all times are medians of one step
 * @param forwardMilliseconds the loss included
 * @param loss of the third batch, after two steps
 */
public record TrainingResult(
        String network,
        int batch,
        int threads,
        String contender,
        double operations,
        Spread imagesPerSecond,
        Spread peak,
        double dataMilliseconds,
        double forwardMilliseconds,
        double backwardMilliseconds,
        double optimiserMilliseconds,
        double loss) {

    /** By medians. */
    public double partOfPeak() {
        return part(imagesPerSecond.median(), peak.median());
    }

    /** By upper quantiles. */
    public double upperPartOfPeak() {
        return part(imagesPerSecond.upper(), peak.upper());
    }

    private double part(double images, double gigaflops) {
        return images * operations / 1e9 / gigaflops;
    }
}
