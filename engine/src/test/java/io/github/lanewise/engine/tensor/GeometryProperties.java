package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.PoolProblem;
import io.github.lanewise.engine.testkit.Problems;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Output sizes, held against counting the places where a window fits. */
class GeometryProperties {

    @Property
    void convolutionHasAnOutputForEveryPlaceOfItsKernel(
            @ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        ConvGeometry geometry = problem.geometry();
        int padded =
                problem.height() + geometry.padding().top() + geometry.padding().bottom();
        int extent = (geometry.kernelHeight() - 1) * geometry.dilationHeight() + 1;
        int places = 0;
        for (int y = 0; y + extent <= padded; y += geometry.strideHeight()) {
            places++;
        }

        assertThat(geometry.outputHeight(problem.height())).isEqualTo(places);
    }

    @Property
    void poolingHasAnOutputForEveryPlaceOfItsWindow(@ForAll(supplier = Problems.Poolings.class) PoolProblem problem) {
        PoolGeometry geometry = problem.geometry();
        int image = problem.width() + geometry.padding().left();
        int beyond = geometry.ceilMode() ? geometry.strideWidth() - 1 : 0;
        int padded = image + geometry.padding().right() + beyond;
        int extent = (geometry.kernelWidth() - 1) * geometry.dilationWidth() + 1;
        int places = 0;
        for (int x = 0; x + extent <= padded && x < image; x += geometry.strideWidth()) {
            places++;
        }

        assertThat(geometry.outputWidth(problem.width())).isEqualTo(places);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void samePaddingDividesTheImageByTheStride(
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(min = 1, max = 8) int kernel,
            @ForAll @IntRange(min = 1, max = 5) int stride,
            @ForAll @IntRange(min = 1, max = 4) int dilation) {
        ConvGeometry geometry = ConvGeometry.of(1, 1, kernel)
                .withStride(stride)
                .withDilation(dilation)
                .withSamePadding();

        assertThat(geometry.outputHeight(size)).isEqualTo(Math.ceilDiv(size, stride));
    }
}
