package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Tensor;

/**
 * Elements that are not 0 but of a magnitude below 2⁻¹²⁶, for which float32 has not all its digits. Many processors compute
 * with them many times slower, and Java cannot tell the processor to take them for 0. Deep networks make them when activations or
 * gradients vanish.
 *
 * <p>Tensors may have any rank and padding; only the interior is looked at. Nothing is allocated.
 */
public final class Denormals {

    /** How many there are. */
    public static long count(Tensor x, Workers workers) {
        return (long) ScanCall.run(ScanCall.Operation.COUNT_DENORMALS, x, workers);
    }

    /** Sets them to 0, and -0 perhaps as well, and returns how many there were; where there are none, nothing is written. */
    public static long flush(Tensor x, Workers workers) {
        return (long) ScanCall.run(ScanCall.Operation.FLUSH_DENORMALS, x, workers);
    }

    private Denormals() {}
}
