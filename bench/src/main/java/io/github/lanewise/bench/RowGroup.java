package io.github.lanewise.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows of the table that are measured in one virtual machine, undisturbed by other groups. */
enum RowGroup {
    MICRO_KERNEL("micro-kernel"),
    GEMM_SQUARE("gemm square"),
    GEMM_FLAT("gemm flat"),
    GEMM_RESNET50("gemm resnet50"),
    CONVOLUTION_RESNET20("convolution resnet20"),
    CONVOLUTION_RESNET50("convolution resnet50"),
    NETWORK("network");

    private final String title;

    RowGroup(String title) {
        this.title = title;
    }

    /**
     * What a row is made of.
     *
     * @param naive the same work by the naive loops, or null where there is none
     */
    record Source(
            String name, Supplier<Subject> simd, @Nullable Supplier<Subject> naive) {}

    String title() {
        return title;
    }

    /** The rows whose title and name, such as {@code gemm square 32 32 32}, contain the filter. */
    List<Source> rows(String filter) {
        return all().stream()
                .filter(source -> (title + " " + source.name).contains(filter))
                .toList();
    }

    private List<Source> all() {
        return switch (this) {
            case MICRO_KERNEL -> microKernels();
            case GEMM_SQUARE -> problems("squares", GemmProblem::parse);
            case GEMM_FLAT -> problems("flat", GemmProblem::parse);
            case GEMM_RESNET50 -> problems("resnet50", GemmProblem::parse);
            case CONVOLUTION_RESNET20 -> problems("resnet20-convolutions", ConvolutionProblem::parse);
            case CONVOLUTION_RESNET50 -> problems("resnet50-convolutions", ConvolutionProblem::parse);
            case NETWORK -> problems("networks", NetworkProblem::parse);
        };
    }

    private static List<Source> microKernels() {
        return MicroKernelProblem.distinct().stream()
                .map(problem -> new Source(problem.label(), problem::subject, null))
                .toList();
    }

    private static List<Source> problems(String shapes, Function<String, Problem> parse) {
        return Shapes.lines(shapes).stream()
                .map(parse)
                .map(problem -> new Source(problem.label(), problem::simd, problem::naive))
                .toList();
    }
}
