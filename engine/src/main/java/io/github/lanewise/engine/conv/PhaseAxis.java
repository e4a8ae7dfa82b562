package io.github.lanewise.engine.conv;

/**
 * One axis of an {@link AdjointPhase}: the pixels {@code first, first + stride, …} of the input, which the same taps reach.
 * Pixel {@code first + t · stride} gathers from the rows (or columns) {@code origin + t + m · dilation} of the output, m from
 * 0, through the taps {@code tap(m)}, which descend.
 *
 * @param taps how many; 0 where no window reaches these pixels
 * @param dilation between neighbouring taps, in the output
 */
record PhaseAxis(int stride, int first, int taps, int lastTap, int tapStep, int dilation, int origin) {

    /**
     * The phase of the pixels that lie {@code residue} behind a multiple of the stride, counted from the first pixel of the
     * padding.
     */
    static PhaseAxis of(int residue, int kernel, int stride, int padding, int dilation) {
        int divisor = greatestCommonDivisor(stride, dilation);
        int step = stride / divisor;
        int firstTap = 0;
        while (firstTap < Math.min(kernel, step) && (long) firstTap * dilation % stride != residue) {
            firstTap++;
        }
        int taps = firstTap < Math.min(kernel, step) ? (kernel - 1 - firstTap) / step + 1 : 0;
        int lastTap = firstTap + (taps - 1) * step;
        int first = Math.floorMod(residue - padding, stride);
        int origin = Math.floorDiv(first + padding - lastTap * dilation, stride);
        return new PhaseAxis(stride, first, taps, lastTap, step, dilation / divisor, origin);
    }

    int tap(int m) {
        return lastTap - m * tapStep;
    }

    /** How many of {@code size} pixels belong to the phase. */
    int pixels(int size) {
        return Math.ceilDiv(Math.max(0, size - first), stride);
    }

    int pixel(int t) {
        return first + t * stride;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
