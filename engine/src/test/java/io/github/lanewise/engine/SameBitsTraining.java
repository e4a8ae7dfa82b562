package io.github.lanewise.engine;

import static io.github.lanewise.engine.SameBitsProgram.tensor;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.TrainingAlgorithms;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The part of {@link SameBitsProgram} for training. */
final class SameBitsTraining {

    /** A hash of the bits of all operators that only training uses. */
    static long hash(Workers workers) {
        Stream<float[]> norms =
                IntStream.of(1, 3, 16, 40, 67).boxed().flatMap(channels -> batchNorm(channels, workers));
        return SameBitsProgram.hash(Stream.of(norms, updates(workers), gradients(workers), convolution(workers))
                .flatMap(all -> all));
    }

    private static Stream<float[]> batchNorm(int channels, Workers workers) {
        int[] shape = {5, 33, 47, channels};
        Tensor x = tensor(30, shape);
        Tensor residual = tensor(31, shape);
        Tensor dY = tensor(32, shape);
        Tensor weight = tensor(33, channels);
        Tensor bias = tensor(34, channels);
        Tensor[] perChannel = new Tensor[7];
        Arrays.setAll(perChannel, i -> tensor(0, channels));
        Tensor mean = perChannel[0];
        Tensor inverse = perChannel[2];
        Tensor y = tensor(0, shape);
        Tensor dX = tensor(0, shape);
        Tensor dResidual = tensor(0, shape);
        Activation relu = Activation.RELU;
        BatchNorm.statistics(x, 1e-5, mean, perChannel[1], inverse, workers);
        BatchNorm.apply(x, mean, inverse, weight, bias, residual, relu, y, workers);
        BatchNorm.backward(
                x, relu, y, dY, mean, inverse, weight, bias, dX, perChannel[3], perChannel[4], dResidual, workers);
        float[] masked = dX.toArray();
        BatchNorm.backward(
                x, relu, null, dY, mean, inverse, weight, bias, dX, perChannel[5], perChannel[6], null, workers);
        Stream<float[]> images = Stream.of(y.toArray(), masked, dResidual.toArray(), dX.toArray());
        return Stream.concat(images, Stream.of(perChannel).map(Tensor::toArray));
    }

    private static Stream<float[]> updates(Workers workers) {
        Tensor values = tensor(35, 333, 1001);
        Tensor gradient = tensor(36, 333, 1001);
        Tensor first = tensor(37, 333, 1001);
        Tensor second = tensor(0, 333, 1001);
        ParameterUpdate.sgd(values, gradient, first, 0.1, 0.9, 0.1, true, 1e-2, workers);
        ParameterUpdate.adamW(values, gradient, first, second, 2, 0.1, 0.9, 0.999, 1e-8, 0.01, workers);
        float sum = (float) Reduce.sumOfSquares(values, workers);
        return Stream.of(values.toArray(), first.toArray(), second.toArray(), new float[] {sum});
    }

    private static Stream<float[]> gradients(Workers workers) {
        Tensor x = tensor(38, 4, 62, 58, 37);
        Tensor dY = tensor(39, 4, 31, 29, 37);
        Tensor dX = tensor(0, 4, 62, 58, 37);
        PoolGeometry geometry = PoolGeometry.of(3, 2).withPadding(1);
        return Stream.<Runnable>of(
                        () -> Pooling.maxGradient(geometry, x, dY, dX, workers),
                        () -> Pooling.averageGradient(geometry, true, dY, dX, workers),
                        () -> Pooling.globalAverageGradient(tensor(40, 4, 37), dX, workers),
                        () -> Elementwise.subsamplePadChannelsGradient(2, 0, dY, dX, workers),
                        () -> Elementwise.addSubsamplePadChannelsGradient(2, 0, dY, dX, workers),
                        () -> Elementwise.reluGradient(x, x, dX, workers))
                .map(operator -> {
                    operator.run();
                    return dX.toArray();
                });
    }

    private static Stream<float[]> convolution(Workers workers) {
        ConvGeometry geometry = ConvGeometry.of(32, 48, 3).withSamePadding();
        TrainableConvolution convolution =
                TrainableConvolution.of(geometry, TrainingAlgorithms.fastest(geometry, 19, 17));
        Tensor x = tensor(41, 5, 19, 17, 32);
        Tensor dY = tensor(42, 5, 19, 17, 48);
        Tensor y = tensor(0, 5, 19, 17, 48);
        Tensor dX = tensor(0, 5, 19, 17, 32);
        Tensor dWeights = tensor(0, 48, 32, 3, 3);
        convolution.update(tensor(43, 48, 32, 3, 3));
        convolution.forward(x, null, y, workers);
        convolution.inputGradient(dY, dX, workers);
        convolution.weightGradient(x, dY, dWeights, workers);
        return Stream.of(y, dX, dWeights).map(Tensor::toArray);
    }

    private SameBitsTraining() {}
}
