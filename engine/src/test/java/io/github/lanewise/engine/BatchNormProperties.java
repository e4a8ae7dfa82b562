package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.lanewise.engine.reference.ReferenceBatchNorm;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Batch norm of tensors of any rank, padding and number of channels. */
class BatchNormProperties {
    private static final Workers ALONE = Workers.single();
    private static final double EPSILON = 1e-5;

    @Property
    void statisticsAgreeWithFloat64(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll @IntRange(max = 6) int magnitude) {
        BatchNormProblem problem = new BatchNormProblem(seed, (float) Math.pow(10, magnitude));
        Tensor x = problem.operand(problem.x());
        int channels = problem.channels();
        Tensor mean = Tensor.of(new float[channels], channels);
        Tensor variance = Tensor.of(new float[channels], channels);
        Tensor inverse = Tensor.of(new float[channels], channels);
        BatchNorm.statistics(x, EPSILON, mean, variance, inverse, ALONE);
        ReferenceBatchNorm.Statistics expected = ReferenceBatchNorm.statistics(channels, problem.x());
        for (int c = 0; c < channels; c++) {
            double spread = expected.variance()[c];
            // squares are summed in float32 around the mean of a few elements, which may lie some deviations off
            double bound = 2e-5; // the worst of 20,000 seeds at 1e5: 1.5e-5
            assertClose(
                    problem, "mean", c, expected.mean()[c], mean.get(c), 1e-7 * Math.abs(expected.mean()[c]) + 1e-6);
            assertClose(problem, "variance", c, spread, variance.get(c), bound * spread);
            double deviation = 1 / Math.sqrt(spread + EPSILON);
            assertClose(problem, "inverse deviation", c, deviation, inverse.get(c), bound * deviation);
        }
    }

    @Property
    void resultsFollowTheFormula(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll boolean add, @ForAll boolean relu) {
        BatchNormProblem problem = new BatchNormProblem(seed, 1);
        Tensor x = problem.operand(problem.x());
        Tensor residual = add ? problem.operand(problem.residual()) : null;
        Activation activation = relu ? Activation.RELU : new Activation(-0.5f, 0.7f);
        BatchNormStatistics found = BatchNormStatistics.of(x, EPSILON);
        Tensor weight = problem.weightTensor();
        Tensor bias = problem.biasTensor();
        float[] y = Painted.result(
                problem.random(),
                problem.shape(),
                result -> BatchNorm.apply(
                        x, found.mean(), found.inverseDeviation(), weight, bias, residual, activation, result, ALONE));
        assertThat(y).as("%s", problem).isEqualTo(expected(problem, found, add, activation));
        BatchNorm.apply(x, found.mean(), found.inverseDeviation(), weight, bias, residual, activation, x, ALONE);
        assertThat(x.toArray()).as("%s in place", problem).isEqualTo(y);
    }

    @Property
    void gradientsAgreeWithFloat64(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll @IntRange(max = 3) int variant) {
        BatchNormProblem problem = new BatchNormProblem(seed, 1);
        BatchNormBackward backward = new BatchNormBackward(problem, variant >= 2, variant % 2 == 1);
        BatchNormBackward.Result result = backward.run(BatchNormBackward.Aliasing.NONE, ALONE);
        ReferenceBatchNorm.Gradients expected = backward.float64();
        int channels = problem.channels();
        double pixels = problem.x().length / (double) channels;
        double[] error = backward.errorOfNormal();
        double[] scale = backward.scale();
        for (int c = 0; c < channels; c++) {
            assertClose(problem, "dWeight", c, expected.weight()[c], result.dWeight()[c], error[c] * pixels);
            assertClose(problem, "dBias", c, expected.bias()[c], result.dBias()[c], 1e-6 * pixels);
        }
        for (int i = 0; i < result.dX().length; i++) {
            double bound = 4 * scale[i % channels] * error[i % channels];
            assertClose(problem, "dX", i, expected.x()[i], result.dX()[i], bound);
        }
        float[] masked = backward.add() ? backward.masked() : new float[0];
        assertThat(result.residualGradient()).as("%s", problem).isEqualTo(masked);
    }

    @Property
    void resultsMayTakeThePlaceOfGradients(@ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll boolean add) {
        BatchNormBackward backward = new BatchNormBackward(new BatchNormProblem(seed, 1), true, add);
        BatchNormBackward.Result apart = backward.run(BatchNormBackward.Aliasing.NONE, ALONE);
        assertThat(backward.run(BatchNormBackward.Aliasing.GRADIENT, ALONE)).isEqualTo(apart);
        assertThat(backward.run(BatchNormBackward.Aliasing.RESIDUAL, ALONE)).isEqualTo(apart);
    }

    @Property
    void paddingChangesNoBit(@ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll boolean add) {
        BatchNormProblem problem = new BatchNormProblem(seed, 10);
        BatchNormBackward.Result any =
                new BatchNormBackward(problem, true, add).run(BatchNormBackward.Aliasing.NONE, ALONE);
        BatchNormBackward.Result dense =
                new BatchNormBackward(problem.dense(), true, add).run(BatchNormBackward.Aliasing.NONE, ALONE);
        assertThat(any).isEqualTo(dense);
    }

    private static float[] expected(
            BatchNormProblem problem, BatchNormStatistics found, boolean add, Activation activation) {
        float[] expected = problem.x();
        float[] residual = problem.residual();
        float[] mean = found.mean().toArray();
        float[] scale = found.inverseDeviation().toArray();
        float[] bias = problem.bias();
        for (int c = 0; c < scale.length; c++) {
            scale[c] *= problem.weight()[c];
        }
        for (int i = 0; i < expected.length; i++) {
            int c = i % scale.length;
            float sum = (expected[i] - mean[c]) * scale[c] + bias[c];
            expected[i] = activation.apply(add ? sum + residual[i] : sum);
        }
        return expected;
    }

    private static void assertClose(
            BatchNormProblem problem, String name, int i, double expected, double actual, double bound) {
        if (!(Math.abs(actual - expected) <= bound)) {
            fail("%s, %s %d is %s, not %s within %s", problem, name, i, actual, expected, bound);
        }
    }
}
