package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class WorkersProperties {

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyPartOfEveryJobRunsOnce(
            @ForAll @IntRange(min = 1, max = 6) int threads,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 40) Integer> jobs) {
        try (Workers workers = Workers.of(threads)) {
            for (int parts : jobs) {
                AtomicIntegerArray runs = new AtomicIntegerArray(parts);
                workers.run(parts, (part, lane) -> {
                    assertThat(lane).isBetween(0, threads - 1);
                    runs.incrementAndGet(part);
                });
                for (int part = 0; part < parts; part++) {
                    assertThat(runs.get(part)).isEqualTo(1);
                }
            }
        }
    }
}
