package io.github.lanewise.examples;

import io.github.lanewise.layers.train.Schedule;
import java.util.List;
import java.util.Locale;

/** The schedules of the learning rate by name, as {@code --schedule} has them. */
enum ScheduleName {
    CONSTANT {
        @Override
        Schedule of(double rate, long steps) {
            return Schedule.constant(rate);
        }
    },
    STEP {
        @Override
        Schedule of(double rate, long steps) {
            return new Schedule.Stepped(rate, Math.max(1, steps / 3), 0.1);
        }
    },
    MULTI_STEP {
        // He et al. 2015, section 4.2: at 32,000 and 48,000 of 64,000 steps.
        @Override
        Schedule of(double rate, long steps) {
            return new Schedule.MultiStep(rate, List.of(steps / 2, steps * 3 / 4), 0.1);
        }
    },
    COSINE {
        @Override
        Schedule of(double rate, long steps) {
            return new Schedule.Cosine(rate, Math.max(1, steps), 0);
        }
    },
    ONE_CYCLE {
        @Override
        Schedule of(double rate, long steps) {
            return new Schedule.OneCycle(rate, steps);
        }
    };

    abstract Schedule of(double rate, long steps);

    /** After linear warm-up, which the steps count in. */
    Schedule of(double rate, long steps, long warmUp) {
        return warmUp == 0 ? of(rate, steps) : of(rate, steps - warmUp).afterWarmUp(warmUp, 0);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
