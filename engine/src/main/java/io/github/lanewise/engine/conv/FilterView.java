package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * Filters of 3 x 3 where they lie: that from input channel c to output channel o has its tap t at float
 * {@code first + o * outStride + c * inStride + t * tapStride}.
 */
public record FilterView(MemorySegment segment, long first, long outStride, long inStride, long tapStride) {

    private static final int TAPS = 9;

    /** Filters {@code [outChannels, 3, 3, inChannels]}. */
    public static FilterView of(Tensor ohwi) {
        Shape shape = ohwi.shape();
        long channels = shape.dimension(3);
        return new FilterView(ohwi.segment(), 0, TAPS * channels, 1, channels);
    }

    /** Those of the adjoint of such filters: input and output channels exchanged, rows and columns turned. */
    public FilterView adjoint() {
        long last = first + (TAPS - 1) * tapStride;
        return new FilterView(segment, last, /* outStride= */ inStride, /* inStride= */ outStride, -tapStride);
    }
}
