package io.github.lanewise.engine.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StepsProperties {

    @Property(tries = 1000)
    void stepsVisitEveryFloatOnceInOrder(
            @ForAll @IntRange(min = 1, max = 9) int units,
            @ForAll @IntRange(max = 70) int length,
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @IntRange(min = 1, max = 3) int calls) {
        long stride = 4L * length + 20;
        Steps steps = new Steps();
        List<Long> expected = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            long at = 100_000L * call;
            steps.add(at, units, length, stride, limit);
            for (int i = 0; i < units * length; i++) {
                expected.add(at + i / length * stride + i % length * 4L);
            }
        }

        assertThat(visited(steps, limit)).isEqualTo(expected);
        steps.clear();
        assertThat(steps.count()).isZero();
    }

    private static List<Long> visited(Steps steps, int limit) {
        List<Long> visited = new ArrayList<>();
        for (int step = 0; step < steps.count(); step++) {
            assertThat(steps.runs(step) * steps.run(step)).isLessThanOrEqualTo(limit);
            assertThat(steps.k(step)).isEqualTo(visited.size());
            for (int i = 0; i < steps.runs(step) * steps.run(step); i++) {
                int run = steps.run(step);
                visited.add(steps.offset(step) + i / run * steps.runStride(step) + i % run * 4L);
            }
        }
        return visited;
    }
}
