package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
    /** Rates as PyTorch's schedulers of the same names give them. */
    static Stream<Arguments> schedules() {
        return Stream.of(
                Arguments.of(Schedule.constant(0.1), new double[] {0.1, 0.1, 0.1}),
                Arguments.of(
                        new Schedule.Stepped(0.1, 3, 0.5),
                        new double[] {0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025}),
                Arguments.of(
                        new Schedule.MultiStep(0.1, List.of(2L, 5L), 0.1),
                        new double[] {0.1, 0.1, 0.01, 0.01, 0.01, 0.001, 0.001, 0.001}),
                Arguments.of(new Schedule.Cosine(0.1, 8, 0.01), new double[] {
                    0.1, 0.0965745789630079, 0.0868198051533946, 0.072220754456429, 0.055,
                    0.037779245543571, 0.0231801948466054, 0.0134254210369921, 0.01, 0.01
                }),
                Arguments.of(new Schedule.OneCycle(0.4, 20), new double[] {
                    0.016000000000000014,
                    0.05266873708001013,
                    0.1486687370800101,
                    0.2673312629199899,
                    0.3633312629199899,
                    0.4,
                    0.39498560249403497,
                    0.38019385280538953,
                    0.35636647102842,
                    0.3246982615799052,
                    0.28677720071652035,
                    0.24450480877451572,
                    0.2000008,
                    0.1554967912254843,
                    0.11322439928347969,
                    0.0753033384200948,
                    0.04363512897158001,
                    0.019807747194610516,
                    0.005015997505965022,
                    1.6e-06
                }),
                Arguments.of(
                        new Schedule.Stepped(0.1, 2, 0.5).afterWarmUp(4, 0.25),
                        new double[] {0.025, 0.04375, 0.0625, 0.08125, 0.1, 0.1, 0.05, 0.05, 0.025}));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void ratesAreThoseOfPyTorch(Schedule schedule, double[] expected) {
        for (int step = 0; step < expected.length; step++) {
            assertThat(schedule.rate(step)).as("step %d", step).isCloseTo(expected[step], Offset.offset(1e-12));
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> Schedule.constant(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Schedule.Cosine(0.1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Schedule.OneCycle(0.1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Schedule.constant(1).afterWarmUp(0, 0.1)).isInstanceOf(IllegalArgumentException.class);
    }
}
