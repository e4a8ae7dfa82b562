package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Results;
import java.lang.foreign.Arena;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ConvolutionCallProperties {

    @Property
    void bitsDependNeitherOnTheTierNorOnTheOrderOfParts(
            @ForAll(supplier = Problems.Convolutions.class) ConvProblem problem,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        Assume.that(problem.batch() > 0);

        Results.assertCorrect(problem, convolve(Kernels.current(), problem, threads));
        Results.assertCorrect(problem, convolve(new ScalarKernels(), problem, threads));
    }

    private static float[] convolve(KernelSet kernels, ConvProblem problem, int threads) {
        try (Arena arena = Arena.ofConfined()) {
            Tensor weights = Tensor.of(
                    arena, problem.weights(), problem.geometry().weightShape().toArray());
            float[] bias = problem.bias();
            float[] residual = problem.residual();
            int[] shape = problem.outputShape().toArray();
            Epilogue epilogue =
                    new Epilogue(bias == null ? null : Tensor.of(arena, bias, bias.length), problem.activation());
            ConvolutionCall call = new ConvolutionCall(
                    ConvolutionWeights.of(arena, kernels, problem.geometry(), weights), epilogue, kernels);
            Tensor output = Tensor.allocate(arena, shape);
            call.begin(
                    Tensor.of(arena, problem.input(), problem.inputShape().toArray()),
                    residual == null ? null : Tensor.of(arena, residual, shape),
                    output,
                    threads);
            for (int part = call.parts() - 1; part >= 0; part--) {
                call.compute(part, part % threads);
            }
            call.end();
            return output.toArray();
        }
    }
}
