package io.github.lanewise.engine.kernel.simd;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Kernels as the arguments of a test, named after their classes. */
final class NamedKernels {

    static <K> Stream<Named<K>> of(List<K> kernels) {
        return kernels.stream()
                .map(kernel -> Named.of(
                        kernel instanceof Record
                                ? kernel.toString()
                                : kernel.getClass().getSimpleName(),
                        kernel));
    }

    /** The kernels, and for each what serves in its place until it is compiled. */
    static <K> List<K> withStandIns(List<K> kernels, UnaryOperator<K> standIn) {
        return kernels.stream()
                .flatMap(kernel -> Stream.of(kernel, standIn.apply(kernel)))
                .toList();
    }

    private NamedKernels() {}
}
