package io.github.lanewise.bench.report;

/**
 * One step of a network.
 *
 * @param layer its name
 * @param operation what it computes
 * @param result shape of its result
 * @param algorithm how
 * @param microseconds median of its time
 * @param lowerMicroseconds 5 % of its times: when the machine is left alone
 * @param flops floating-point operations, two for a multiply-add
 * @param bytes of the operands, the weights and the result, each once
 */
public record LayerResult(
        String layer,
        String operation,
        String result,
        String algorithm,
        double microseconds,
        double lowerMicroseconds,
        double flops,
        double bytes) {

    /** Rate when the machine is left alone. */
    public double gigaflops() {
        return flops / lowerMicroseconds / 1e3;
    }

    /** Bytes per second when the machine is left alone. */
    public double gigabytes() {
        return bytes / lowerMicroseconds / 1e3;
    }

    /** Floating-point operations for each byte. */
    public double intensity() {
        return flops / bytes;
    }
}
