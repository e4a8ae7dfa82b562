package io.github.lanewise.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.ErrorBound;
import io.github.lanewise.engine.testkit.Problems;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReferenceConvolutionProperties {

    @Property
    void keepsTheErrorBound(@ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        ErrorBound.assertWithin(problem, problem.float64(), problem.roundings(), problem.reference());
    }

    @Property
    void hasTheBitsOfTheIm2colMatrixTimesItsFilters(
            @ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        ConvGeometry geometry = problem.geometry().withGroups(1);
        float[] weights =
                Problems.floats(problem.seed(), (int) geometry.weightShape().elements());
        float[] matrix = ReferenceIm2col.run(geometry, problem.inputShape(), problem.input());
        int columns = geometry.kernelHeight() * geometry.kernelWidth() * geometry.inChannels();
        int rows = matrix.length / columns;
        int outChannels = geometry.outChannels();
        float[] product = new float[rows * outChannels];
        FmaChainGemm.sgemm(
                false,
                true,
                rows,
                outChannels,
                columns,
                1,
                matrix,
                0,
                columns,
                weights,
                0,
                columns,
                0,
                product,
                0,
                outChannels);

        assertThat(plain(geometry, problem.inputShape(), problem.input(), weights))
                .isEqualTo(product);
    }

    @Property
    void groupsAreConvolutionsBesideEachOther(@ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        ConvGeometry geometry = problem.geometry();
        int groups = geometry.groups();
        ConvGeometry single = new ConvGeometry(
                geometry.inChannels() / groups,
                geometry.outChannels() / groups,
                geometry.kernelHeight(),
                geometry.kernelWidth(),
                geometry.strideHeight(),
                geometry.strideWidth(),
                geometry.padding(),
                geometry.dilationHeight(),
                geometry.dilationWidth(),
                1);
        Shape shape = Shape.of(problem.batch(), problem.height(), problem.width(), single.inChannels());
        int weights = (int) single.weightShape().elements();
        float[] all = plain(geometry, problem.inputShape(), problem.input(), problem.weights());
        for (int group = 0; group < groups; group++) {
            float[] input = channels(problem.input(), geometry.inChannels(), group, groups);
            float[] filters = Arrays.copyOfRange(problem.weights(), group * weights, (group + 1) * weights);

            assertThat(channels(all, geometry.outChannels(), group, groups))
                    .isEqualTo(plain(single, shape, input, filters));
        }
    }

    private static float[] plain(ConvGeometry geometry, Shape shape, float[] input, float[] weights) {
        return ReferenceConvolution.run(geometry, shape, input, weights, null, null, Activation.IDENTITY);
    }

    /** The channels of one of {@code groups} equal groups, out of every pixel. */
    private static float[] channels(float[] pixels, int channels, int group, int groups) {
        int count = channels / groups;
        float[] part = new float[pixels.length / groups];
        for (int i = 0; i < part.length; i++) {
            part[i] = pixels[i / count * channels + group * count + i % count];
        }
        return part;
    }
}
