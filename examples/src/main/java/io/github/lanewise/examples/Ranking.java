package io.github.lanewise.examples;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Classes by their score. */
final class Ranking {
    private Ranking() {}

    /** The indices of {@code count} scores from {@code first} on, the best first; of equal ones the lower index. */
    static List<Integer> of(float[] scores, int first, int count) {
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing((Integer index) -> scores[first + index], Comparator.reverseOrder()))
                .toList();
    }
}
