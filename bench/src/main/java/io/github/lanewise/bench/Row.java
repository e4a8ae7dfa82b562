package io.github.lanewise.bench;

import java.util.List;

/**
 * A line of the table, measured in one virtual machine.
 *
 * @param group title of its {@link RowGroup}
 * @param fork which of the virtual machines, from 1
 * @param flops floating-point operations of one call
 * @param naiveRate of the naive loops for the same work in GFLOP/s, or NaN where there are none
 */
record Row(String group, String name, int fork, double flops, Speed speed, double naiveRate) {

    /** The part of the FMA peak that the time of a whole network is held against. */
    private static final double EXPECTED_RATIO = 0.6;

    private static final String SEPARATOR = "\t";

    /** Time of one call at the upper quantile of the rate. */
    double microseconds() {
        return flops / speed.rate() / 1e3;
    }

    boolean hasNaive() {
        return !Double.isNaN(naiveRate);
    }

    /** How many times as fast as the naive loops. */
    double speedUp() {
        return speed.rate() / naiveRate;
    }

    /** Time of one call divided by the time of its multiply-adds at 60 % of the peak. */
    double timeOverExpected() {
        return EXPECTED_RATIO / speed.ratio();
    }

    /** The same by the median of the pairs. */
    double pairedTimeOverExpected() {
        return EXPECTED_RATIO / speed.pairedRatio();
    }

    /** One line of text, from which {@link #parse} makes the same row. */
    String toLine() {
        return String.join(
                SEPARATOR,
                group,
                name,
                Integer.toString(fork),
                Double.toString(flops),
                Double.toString(speed.rate()),
                Double.toString(speed.peak()),
                Double.toString(speed.pairedRatio()),
                Integer.toString(speed.pairs()),
                Double.toString(speed.bytesPerCall()),
                Double.toString(naiveRate));
    }

    static Row parse(String line) {
        List<String> fields = List.of(line.split(SEPARATOR, -1));
        return new Row(
                fields.get(0),
                fields.get(1),
                Integer.parseInt(fields.get(2)),
                Double.parseDouble(fields.get(3)),
                new Speed(
                        Double.parseDouble(fields.get(4)),
                        Double.parseDouble(fields.get(5)),
                        Double.parseDouble(fields.get(6)),
                        Integer.parseInt(fields.get(7)),
                        Double.parseDouble(fields.get(8))),
                Double.parseDouble(fields.get(9)));
    }
}
