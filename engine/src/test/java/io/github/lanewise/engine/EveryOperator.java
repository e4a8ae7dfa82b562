package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.ResizeGeometry.Coordinates;
import io.github.lanewise.engine.tensor.ResizeGeometry.Method;
import io.github.lanewise.engine.tensor.ResizeGeometry.Rounding;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.TrainingAlgorithms;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.Arena;

/** The operators of the engine, each on operands that a test makes. */
enum EveryOperator {
    SGEMM((size, operands, workers) -> Gemm.multiply(
            operands.of("A", size, size), operands.of("B", size, size), operands.of("C", size, size), workers)),
    MULTIPLY_PACKED((size, operands, workers) -> Gemm.multiply(
            operands.of("A", size, size),
            PackedMatrix.of(Transpose.NO, operands.of("B", size, size)),
            new Epilogue(operands.of("bias", size), Activation.RELU),
            operands.of("residual", size, size),
            operands.of("C", size, size),
            workers)),
    CONVOLUTION((size, operands, workers) ->
            convolution(ConvGeometry.of(16, 16, 3), ConvAlgorithm.DIRECT, size, operands, workers)),
    DEPTHWISE((size, operands, workers) ->
            convolution(ConvGeometry.of(16, 16, 3).withGroups(16), ConvAlgorithm.DIRECT, size, operands, workers)),
    WINOGRAD((size, operands, workers) ->
            convolution(ConvGeometry.of(16, 16, 3), ConvAlgorithm.WINOGRAD_4X4, size, operands, workers)),
    TRAINABLE_CONVOLUTION((size, operands, workers) -> trainable(operands)
            .forward(image("x", size, operands), operands.of("bias", 16), image("y", size, operands), workers)),
    INPUT_GRADIENT_OF_CONVOLUTION((size, operands, workers) ->
            trainable(operands).inputGradient(image("dY", size, operands), image("dX", size, operands), workers)),
    WINOGRAD_TRAINABLE_CONVOLUTION((size, operands, workers) -> winograd(operands)
            .forward(image("x", size, operands), operands.of("bias", 16), image("y", size, operands), workers)),
    INPUT_GRADIENT_BY_WINOGRAD((size, operands, workers) ->
            winograd(operands).inputGradient(image("dY", size, operands), image("dX", size, operands), workers)),
    WEIGHT_GRADIENT_OF_CONVOLUTION((size, operands, workers) -> trainable(operands)
            .weightGradient(
                    image("x", size, operands),
                    image("dY", size, operands),
                    operands.of("dWeights", 16, 16, 3, 3),
                    workers)),
    ADDED_INPUT_GRADIENT((size, operands, workers) ->
            trainable(operands).addInputGradient(image("dY", size, operands), image("dX", size, operands), workers)),
    WEIGHT_GRADIENT_BY_WINOGRAD((size, operands, workers) -> winograd(operands)
            .weightGradient(
                    image("x", size, operands),
                    image("dY", size, operands),
                    operands.of("dWeights", 16, 16, 3, 3),
                    workers)),
    BIAS_GRADIENT_OF_CONVOLUTION((size, operands, workers) ->
            trainable(operands).biasGradient(image("dY", size, operands), operands.of("dBias", 16), workers)),
    ADD((size, operands, workers) -> Elementwise.add(
            image("a", size, operands), image("b", size, operands), image("out", size, operands), workers)),
    RELU((size, operands, workers) ->
            Elementwise.activate(Activation.RELU, image("in", size, operands), image("out", size, operands), workers)),
    SOFTMAX((size, operands, workers) ->
            Elementwise.softmax(image("in", size, operands), image("out", size, operands), workers)),
    SCALE_SHIFT((size, operands, workers) -> Elementwise.scaleShift(
            image("in", size, operands),
            operands.of("scale", 16),
            operands.of("shift", 16),
            Activation.IDENTITY,
            image("out", size, operands),
            workers)),
    ZERO_PADDED_SHORTCUT((size, operands, workers) ->
            Elementwise.subsamplePadChannels(1, 0, image("in", size, operands), image("out", size, operands), workers)),
    MAX_POOLING((size, operands, workers) ->
            Pooling.max(PoolGeometry.of(1, 1), image("in", size, operands), image("out", size, operands), workers)),
    GLOBAL_AVERAGE((size, operands, workers) ->
            Pooling.globalAverage(operands.of("in", 1, size, size, 200), operands.of("out", 1, 200), workers)),
    NCHW_TO_NHWC((size, operands, workers) ->
            Layout.nchwToNhwc(operands.of("nchw", 1, 16, size, size), image("nhwc", size, operands))),
    NHWC_TO_NCHW((size, operands, workers) ->
            Layout.nhwcToNchw(image("nhwc", size, operands), operands.of("nchw", 1, 16, size, size))),
    SEGMENT_TO_NHWC((size, operands, workers) ->
            Layout.nchwToNhwc(operands.of("nchw", 1, 16, size, size).segment(), image("nhwc", size, operands))),
    NHWC_TO_SEGMENT((size, operands, workers) -> Layout.nhwcToNchw(
            image("nhwc", size, operands),
            operands.of("nchw", 1, 16, size, size).segment())),
    OIHW_TO_OHWI((size, operands, workers) ->
            Layout.oihwToOhwi(operands.of("oihw", 1, 16, size, size), image("ohwi", size, operands))),
    OHWI_TO_OIHW((size, operands, workers) ->
            Layout.ohwiToOihw(image("ohwi", size, operands), operands.of("oihw", 1, 16, size, size))),
    IM2COL((size, operands, workers) -> Im2col.run(
            ConvGeometry.of(16, 16, 1), image("input", size, operands), operands.of("matrix", size * size, 16))),
    COL2IM((size, operands, workers) -> Col2im.run(
            ConvGeometry.of(16, 16, 1), operands.of("matrix", size * size, 16), image("image", size, operands))),
    UNARY((size, operands, workers) ->
            Elementwise.apply(UnaryOperation.ERF, image("in", size, operands), image("out", size, operands), workers)),
    SOFTMAX_ACROSS_ROWS((size, operands, workers) ->
            Elementwise.softmax(1, image("in", size, operands), image("out", size, operands), workers)),
    BROADCAST((size, operands, workers) -> Broadcast.apply(
            BinaryOperation.MULTIPLY,
            image("a", size, operands),
            operands.of("b", size, 1),
            image("y", size, operands),
            workers)),
    MATMUL((size, operands, workers) -> MatMul.run(
            operands.of("a", size, size), operands.of("b", size, size), operands.of("y", size, size), workers)),
    MATMUL_OF_STACKS((size, operands, workers) -> MatMul.run(
            operands.of("a", size, 32, 32), operands.of("b", size, 32, 32), operands.of("y", size, 32, 32), workers)),
    REDUCE((size, operands, workers) -> Reduce.apply(
            Reduction.MEAN, image("x", size, operands), new int[] {1}, operands.of("y", 1, size, 16), workers)),
    ARG_MAX((size, operands, workers) ->
            Reduce.argMax(image("x", size, operands), 3, false, operands.of("y", 1, size, size), workers)),
    GROUP_NORM((size, operands, workers) -> Normalisation.group(
            4,
            image("x", size, operands),
            operands.of("scale", 16),
            operands.of("shift", 16),
            1e-5f,
            image("y", size, operands),
            workers)),
    LAYER_NORM((size, operands, workers) -> Normalisation.layer(
            image("x", size, operands),
            operands.of("scale", 16),
            operands.of("shift", 16),
            1e-5f,
            image("y", size, operands),
            workers)),
    LOCAL_RESPONSE((size, operands, workers) -> Normalisation.localResponse(
            5, 1e-4f, 0.75f, 1, image("x", size, operands), image("y", size, operands), workers)),
    COPY((size, operands, workers) -> Rearrange.copy(image("x", size, operands), image("y", size, operands), workers)),
    TRANSPOSE((size, operands, workers) -> Rearrange.transpose(
            image("x", size, operands), new int[] {0, 3, 2, 1}, operands.of("y", 1, 16, size, size), workers)),
    SLICE((size, operands, workers) -> Rearrange.slice(
            operands.of("x", 1, size, size, 17),
            new int[] {0, 0, 0, 1},
            new int[] {1, 1, 1, 1},
            image("y", size, operands),
            workers)),
    CONCAT((size, operands, workers) -> Rearrange.concat(
            new Tensor[] {Tensor.allocate(Arena.ofAuto(), 1, size, size, 16), image("xs", size, operands)},
            0,
            operands.of("y", 2, size, size, 16),
            workers)),
    PAD((size, operands, workers) -> Rearrange.pad(
            image("x", size, operands),
            new int[] {0, 0, 0, 1},
            Rearrange.Margin.CONSTANT,
            0,
            operands.of("y", 1, size, size, 18),
            workers)),
    EXPAND((size, operands, workers) ->
            Rearrange.expand(operands.of("x", size, 1), image("y", size, operands), workers)),
    TILE((size, operands, workers) ->
            Rearrange.tile(image("x", size, operands), operands.of("y", 2, size, size, 16), workers)),
    GATHER((size, operands, workers) ->
            Rearrange.gather(image("x", size, operands), new long[] {0}, 0, image("y", size, operands), workers)),
    RESIZE((size, operands, workers) -> Resize.run(
            new ResizeGeometry(Method.LINEAR, Coordinates.HALF_PIXEL, Rounding.FLOOR, 1, 1),
            image("x", size, operands),
            image("y", size, operands),
            workers)),
    TRANSPOSED_CONVOLUTION((size, operands, workers) -> TransposedConvolution.of(
                    ConvGeometry.of(16, 16, 3).withSamePadding(),
                    operands.of("weights", 16, 3, 3, 16),
                    new Epilogue(operands.of("bias", 16), Activation.RELU))
            .run(image("x", size, operands), image("y", size, operands), workers)),
    BATCH_NORM_STATISTICS((size, operands, workers) -> BatchNorm.statistics(
            image("x", size, operands),
            1e-5,
            operands.of("mean", 16),
            operands.of("variance", 16),
            operands.of("inverseDeviation", 16),
            workers)),
    BATCH_NORM((size, operands, workers) -> BatchNorm.apply(
            image("x", size, operands),
            operands.of("mean", 16),
            operands.of("inverseDeviation", 16),
            operands.of("weight", 16),
            operands.of("bias", 16),
            image("residual", size, operands),
            Activation.RELU,
            image("y", size, operands),
            workers)),
    BATCH_NORM_GRADIENT((size, operands, workers) -> BatchNorm.backward(
            image("x", size, operands),
            Activation.RELU,
            image("y", size, operands),
            image("dY", size, operands),
            operands.of("mean", 16),
            operands.of("inverseDeviation", 16),
            operands.of("weight", 16),
            operands.of("bias", 16),
            image("dX", size, operands),
            operands.of("dWeight", 16),
            operands.of("dBias", 16),
            image("residualGradient", size, operands),
            workers)),
    RELU_GRADIENT((size, operands, workers) -> Elementwise.reluGradient(
            image("y", size, operands), image("dY", size, operands), image("dX", size, operands), workers)),
    ZERO_PADDED_SHORTCUT_GRADIENT((size, operands, workers) -> Elementwise.subsamplePadChannelsGradient(
            1, 0, image("dOut", size, operands), image("dIn", size, operands), workers)),
    MAX_POOLING_GRADIENT((size, operands, workers) -> Pooling.maxGradient(
            PoolGeometry.of(1, 1),
            image("in", size, operands),
            image("dOut", size, operands),
            image("dIn", size, operands),
            workers)),
    GLOBAL_AVERAGE_GRADIENT((size, operands, workers) -> Pooling.globalAverageGradient(
            operands.of("dOut", 1, 200), operands.of("dIn", 1, size, size, 200), workers)),
    SGD((size, operands, workers) -> ParameterUpdate.sgd(
            image("values", size, operands),
            image("gradient", size, operands),
            image("velocity", size, operands),
            0.1,
            0.9,
            0,
            true,
            1e-4,
            workers)),
    ADAM_W((size, operands, workers) -> ParameterUpdate.adamW(
            image("values", size, operands),
            image("gradient", size, operands),
            image("firstMoment", size, operands),
            image("secondMoment", size, operands),
            1,
            0.1,
            0.9,
            0.999,
            1e-8,
            0.01,
            workers)),
    SUM_OF_SQUARES((size, operands, workers) -> Reduce.sumOfSquares(image("x", size, operands), workers)),
    FLUSH_DENORMALS((size, operands, workers) -> Denormals.flush(image("x", size, operands), workers));

    /** From this size on, every operator that takes workers finds the work large enough for them. */
    static final int LARGE = 132;

    @SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
    private final Call call;

    EveryOperator(Call call) {
        this.call = call;
    }

    /** Makes an operand: a dense tensor with a name that is unique in its call. */
    @FunctionalInterface
    interface Operands {
        Tensor of(String name, int... dimensions);
    }

    @FunctionalInterface
    private interface Call {
        void run(int size, Operands operands, Workers workers);
    }

    /** Makes the operands and calls the operator. */
    void run(int size, Operands operands, Workers workers) {
        call.run(size, operands, workers);
    }

    private static Tensor image(String name, int size, Operands operands) {
        return operands.of(name, 1, size, size, 16);
    }

    private static void convolution(
            ConvGeometry geometry, ConvAlgorithm algorithm, int size, Operands operands, Workers workers) {
        Tensor weights = operands.of("weights", geometry.weightShape().toArray());
        Epilogue epilogue = new Epilogue(operands.of("bias", 16), Activation.RELU);
        Convolution.of(Arena.ofAuto(), geometry.withSamePadding(), weights, epilogue, algorithm)
                .run(
                        image("input", size, operands),
                        image("residual", size, operands),
                        image("output", size, operands),
                        workers);
    }

    private static TrainableConvolution trainable(Operands operands) {
        return trainable(TrainingAlgorithms.DIRECT, operands);
    }

    private static TrainableConvolution winograd(Operands operands) {
        return trainable(TrainingAlgorithms.fastest(ConvGeometry.of(16, 16, 3).withSamePadding(), 32, 32), operands);
    }

    private static TrainableConvolution trainable(TrainingAlgorithms algorithms, Operands operands) {
        TrainableConvolution convolution =
                TrainableConvolution.of(ConvGeometry.of(16, 16, 3).withSamePadding(), algorithms);
        convolution.update(operands.of("weights", 16, 16, 3, 3));
        return convolution;
    }
}
