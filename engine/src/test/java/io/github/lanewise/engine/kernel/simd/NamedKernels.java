package io.github.lanewise.engine.kernel.simd;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Kernels as the arguments of a test, named after their classes. */
final class NamedKernels {

    static <K> Stream<Named<K>> of(List<K> kernels) {
        return kernels.stream().map(kernel -> Named.of(kernel.getClass().getSimpleName(), kernel));
    }

    private NamedKernels() {}
}
