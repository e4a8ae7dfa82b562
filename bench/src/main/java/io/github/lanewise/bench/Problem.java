package io.github.lanewise.bench;

/**
 * Work that the engine and the naive loops of {@code engine.reference} both do, over the same seeded operands.
 *
 * <p>The naive loops do no more than {@link Sample#LIMIT} multiply-adds a call, on some of the rows, filters or images:
 * they take as long for each of them, and a large problem would take minutes.
 */
interface Problem {

    /** Names the problem in tables and filters. */
    String label();

    Subject naive();

    Subject simd();

    /** The subject for the parameter {@code implementation} of a benchmark. */
    default Subject subject(String implementation) {
        return switch (implementation) {
            case "naive" -> naive();
            case "simd" -> simd();
            default ->
                throw new IllegalArgumentException(
                        "implementation must be \"naive\" or \"simd\", got \"" + implementation + "\"");
        };
    }
}
