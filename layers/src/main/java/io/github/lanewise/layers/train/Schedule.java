package io.github.lanewise.layers.train;

import java.util.List;

/**
 * The learning rate of each step, a function of the number of the step alone. Steps count from 0; what PyTorch counts in
 * epochs is counted in steps here.
 */
public sealed interface Schedule {
    /** The rate of a step. */
    double rate(long step);

    /** Always the same rate. */
    record Constant(double base) implements Schedule {
        public Constant {
            requireRate(base);
        }

        @Override
        public double rate(long step) {
            return base;
        }
    }

    /** Multiplied by {@code factor} after every so many steps; PyTorch's {@code StepLR}. */
    record Stepped(double base, long every, double factor) implements Schedule {
        public Stepped {
            requireRate(base);
            requireSteps(every);
        }

        @Override
        public double rate(long step) {
            return base * StrictMath.pow(factor, (double) Math.floorDiv(step, every));
        }
    }

    /** Multiplied by {@code factor} at each milestone; PyTorch's {@code MultiStepLR}. */
    record MultiStep(double base, List<Long> milestones, double factor) implements Schedule {
        public MultiStep {
            requireRate(base);
            milestones = List.copyOf(milestones);
        }

        @Override
        public double rate(long step) {
            long passed =
                    milestones.stream().filter(milestone -> milestone <= step).count();
            return base * StrictMath.pow(factor, (double) passed);
        }
    }

    /**
     * {@code minimum + (base - minimum) (1 + cos(π step / steps)) / 2}, then the minimum: Loshchilov and Hutter 2017
     * (arXiv:1608.03983), equation 5 without restarts; PyTorch's {@code CosineAnnealingLR}.
     */
    record Cosine(double base, long steps, double minimum) implements Schedule {
        public Cosine {
            requireRate(base);
            requireSteps(steps);
        }

        @Override
        public double rate(long step) {
            return between(base, minimum, Math.min(1, (double) step / steps));
        }
    }

    /**
     * From {@code maximum / 25} up to the maximum over 30 % of the steps and down to {@code maximum / 250,000} at the last
     * one, both along a cosine: Smith and Topin 2018 (arXiv:1708.07120) as PyTorch's {@code OneCycleLR} has it, the
     * momentum staying as it is.
     */
    record OneCycle(double maximum, long steps) implements Schedule {
        private static final double RISING = 0.3;
        private static final double START = 25;
        private static final double END = 1e4;
        private static final long SHORTEST = 4;

        public OneCycle {
            requireRate(maximum);
            if (steps < SHORTEST) {
                throw new IllegalArgumentException("one cycle takes at least " + SHORTEST + " steps, got " + steps);
            }
        }

        @Override
        public double rate(long step) {
            double start = maximum / START;
            double peak = RISING * steps - 1;
            double last = steps - 1.0;
            if (step <= peak) {
                return between(start, maximum, step / peak);
            }
            return between(maximum, start / END, Math.min(1, (step - peak) / (last - peak)));
        }
    }

    /**
     * From {@code start} times the first rate of another schedule linearly to that rate, then that schedule from its
     * beginning: Goyal et al. 2017 (arXiv:1706.02677), section 2.2; PyTorch's {@code LinearLR} before another one.
     */
    record WarmUp(long steps, double start, Schedule then) implements Schedule {
        public WarmUp {
            requireSteps(steps);
        }

        @Override
        public double rate(long step) {
            if (step >= steps) {
                return then.rate(step - steps);
            }
            return then.rate(0) * (start + (1 - start) * step / steps);
        }
    }

    static Schedule constant(double rate) {
        return new Constant(rate);
    }

    /** This schedule after so many steps of linear warm-up. */
    default Schedule afterWarmUp(long steps, double start) {
        return new WarmUp(steps, start, this);
    }

    private static double between(double from, double to, double part) {
        return to + (from - to) * (1 + StrictMath.cos(Math.PI * part)) / 2;
    }

    private static void requireRate(double rate) {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("a learning rate is finite and not negative, got " + rate);
        }
    }

    private static void requireSteps(long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("a schedule needs at least 1 step, got " + steps);
        }
    }
}
