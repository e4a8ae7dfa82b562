package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.Tape;
import io.github.lanewise.layers.residual.Networks;
import io.github.lanewise.layers.testkit.Doubles;
import io.github.lanewise.layers.testkit.Float64Twin;
import io.github.lanewise.layers.testkit.Problems;
import io.github.lanewise.layers.testkit.SmallNetworks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelTest {
    private static List<SmallNetworks.Problem> networks() {
        return SmallNetworks.all();
    }

    private static Model compile(SmallNetworks.Problem problem, ModelOptions options) {
        return Model.compile(problem.layer(), problem.inputShape(), options);
    }

    private static float[] inputs(Model model, int batch, long seed) {
        return Problems.floats(Math.toIntExact(batch * model.inputShape().elements()), seed);
    }

    /** Channels-first images as a tensor. */
    private static Tensor nhwc(float[] images, Shape shape) {
        int one = Math.toIntExact(shape.elements());
        int batch = images.length / one;
        if (shape.rank() == 1) {
            return Tensor.of(images, batch, one);
        }
        Tensor tensor =
                Tensor.of(new float[images.length], batch, shape.dimension(0), shape.dimension(1), shape.dimension(2));
        int pixels = shape.dimension(0) * shape.dimension(1);
        for (int i = 0; i < images.length; i++) {
            int pixel = i % pixels;
            tensor.set(images[i], i / one, pixel / shape.dimension(1), pixel % shape.dimension(1), i % one / pixels);
        }
        return tensor;
    }

    private static double[] nchw(Doubles result) {
        if (result.rank() == 2) {
            return result.values();
        }
        double[] values = new double[result.values().length];
        int pixels = result.dimension(1) * result.dimension(2);
        int channels = result.dimension(3);
        for (int i = 0; i < values.length; i++) {
            int image = i / (pixels * channels);
            int channel = i / pixels % channels;
            values[i] = result.values()[(image * pixels + i % pixels) * channels + channel];
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void modelComputesWhatTheLayersDoWithEveryOptimisationOnOrOff(SmallNetworks.Problem problem) {
        for (Optimisation optimisation : Optimisation.values()) {
            assertAgreesWithFloat64(problem, ModelOptions.standard().without(optimisation));
        }
        assertAgreesWithFloat64(problem, ModelOptions.standard());
        assertAgreesWithFloat64(problem, ModelOptions.standard().withOptimisations(Set.of()));
    }

    private static void assertAgreesWithFloat64(SmallNetworks.Problem problem, ModelOptions options) {
        try (Model model = compile(problem, options)) {
            float[] images = inputs(model, 3, 1);
            Doubles expected = Float64Twin.forward(problem.layer(), nhwc(images, problem.inputShape()));

            Problems.assertClose(model.run(images, 3), nchw(expected), 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void modelAgreesWithTheEagerLayers(SmallNetworks.Problem problem) {
        try (Model model = compile(problem, ModelOptions.standard());
                Tape tape = Tape.of(Workers.single())) {
            Tensor x = nhwc(inputs(model, 2, 2), problem.inputShape());
            Tensor y = problem.layer().forward(x, tape);

            Tensor result = model.run(x);

            assertThat(result.shape()).isEqualTo(y.shape());
            Problems.assertClose(result.toArray(), Doubles.of(y).values(), 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void imageHasTheSameBitsInEveryBatch(SmallNetworks.Problem problem) {
        try (Model model = compile(problem, ModelOptions.standard())) {
            float[] eight = inputs(model, 8, 3);
            float[] results = model.run(eight, 8);
            int in = eight.length / 8;
            int out = results.length / 8;

            for (int image = 0; image < 8; image++) {
                float[] alone = model.run(Arrays.copyOfRange(eight, image * in, (image + 1) * in), 1);
                Problems.assertSameBits(alone, Arrays.copyOfRange(results, image * out, (image + 1) * out));
            }
            float[] three = model.run(Arrays.copyOfRange(eight, 2 * in, 5 * in), 3);
            Problems.assertSameBits(three, Arrays.copyOfRange(results, 2 * out, 5 * out));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void memoryThatIsUsedAgainLeavesNoTrace(SmallNetworks.Problem problem) {
        try (Model model = compile(problem, ModelOptions.standard())) {
            float[] first = inputs(model, 2, 4);
            float[] second = inputs(model, 2, 5);
            for (int i = 0; i < second.length; i++) {
                second[i] *= 1e6f;
            }
            float[] expected = model.run(first, 2);

            model.run(second, 2);

            Problems.assertSameBits(model.run(first, 2), expected);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void twoThreadsGiveTheBitsOfOne(SmallNetworks.Problem problem) {
        try (Workers workers = Workers.of(2);
                Model one = compile(problem, ModelOptions.standard());
                Model two = compile(problem, ModelOptions.standard().withWorkers(workers))) {
            float[] images = inputs(one, 3, 6);

            Problems.assertSameBits(two.run(images, 3), one.run(images, 3));
        }
    }

    @Test
    void resnet20HasTheSameBitsForTwoThreadsAndInEveryBatch() {
        Network network = Networks.named("resnet20").initialise(1);
        try (Workers workers = Workers.of(2);
                Model one = Model.compile(network);
                Model two = Model.compile(network, ModelOptions.standard().withWorkers(workers))) {
            float[] images = inputs(one, 3, 6);
            float[] expected = one.run(images, 3);

            Problems.assertSameBits(two.run(images, 3), expected);
            Problems.assertSameBits(
                    one.run(Arrays.copyOfRange(images, 3072, 2 * 3072), 1), Arrays.copyOfRange(expected, 10, 20));
        }
    }

    @Test
    void fourThreadsMayCallAtOnce() throws Exception {
        SmallNetworks.Problem problem = SmallNetworks.residual();
        try (Model model = compile(problem, ModelOptions.standard().withMaxPlans(3));
                ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<float[]> inputs = IntStream.range(0, 8)
                    .mapToObj(i -> inputs(model, 1 + i % 3, i))
                    .toList();
            List<float[]> expected = IntStream.range(0, 8)
                    .mapToObj(i -> model.run(inputs.get(i), 1 + i % 3))
                    .toList();

            List<Future<?>> calls = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(caller -> callers.submit(() -> {
                        for (int i = 0; i < 24; i++) {
                            int problemIndex = (i + 2 * caller) % 8;
                            float[] result = model.run(inputs.get(problemIndex), 1 + problemIndex % 3);
                            Problems.assertSameBits(result, expected.get(problemIndex));
                        }
                    }))
                    .toList();
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }

    @Test
    void everyKindOfMemoryGivesTheSameBits() {
        SmallNetworks.Problem problem = SmallNetworks.residual();
        try (Model model = compile(problem, ModelOptions.standard());
                Arena arena = Arena.ofConfined()) {
            float[] images = inputs(model, 2, 7);
            float[] expected = model.run(images, 2);

            float[] array = new float[expected.length];
            model.run(images, array);
            Problems.assertSameBits(array, expected);

            FloatBuffer heap = FloatBuffer.wrap(new float[expected.length]);
            model.run(FloatBuffer.wrap(images), heap);
            Problems.assertSameBits(heap.array(), expected);

            FloatBuffer direct = directBuffer(images.length + 1);
            direct.put(1, images).position(1);
            FloatBuffer directResult = directBuffer(expected.length);
            model.run(direct, directResult);
            directResult.get(0, array);
            Problems.assertSameBits(array, expected);
            assertThat(direct.position()).isEqualTo(1);
            assertThat(directResult.position()).isZero();

            MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_FLOAT, images);
            MemorySegment result = arena.allocate(Float.BYTES * (long) expected.length);
            model.run(segment.asReadOnly(), result);
            Problems.assertSameBits(result.toArray(ValueLayout.JAVA_FLOAT), expected);
            model.run(MemorySegment.ofArray(images), MemorySegment.ofArray(array));
            Problems.assertSameBits(array, expected);
        }
    }

    private static FloatBuffer directBuffer(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Test
    void tensorsMayHavePadding() {
        SmallNetworks.Problem problem = SmallNetworks.residual();
        try (Model model = compile(problem, ModelOptions.standard())) {
            Tensor dense = nhwc(inputs(model, 2, 8), problem.inputShape());
            Tensor padded = Tensor.allocate(Arena.ofAuto(), dense.shape(), Padding.of(1, 2));
            padded.copyFrom(dense);

            Problems.assertSameBits(
                    model.run(padded).toArray(), model.run(dense).toArray());
        }
    }

    @Test
    void emptyBatchHasAnEmptyResult() {
        try (Model model = compile(SmallNetworks.residual(), ModelOptions.standard())) {
            assertThat(model.run(new float[0], 0)).isEmpty();
        }
    }

    @Test
    void networkWithoutStepsReturnsItsInput() {
        Sequential nothing = Sequential.of(new Relu(Activation.IDENTITY));
        try (Model model = Model.compile(nothing, Shape.of(2, 3, 4), ModelOptions.standard())) {
            float[] images = inputs(model, 2, 9);

            assertThat(model.run(images, 2)).isEqualTo(images);
        }
    }

    @Test
    void modelDoesNotChangeWithItsNetwork() {
        Linear linear = Problems.randomised(Linear.of(4, 3), 1);
        try (Model model = Model.compile(linear, Shape.of(4), ModelOptions.standard())) {
            float[] before = model.run(inputs(model, 1, 1), 1);
            linear.weight().values().fill(0);

            assertThat(model.run(inputs(model, 1, 1), 1)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"428, 1, 5", "429, 2, 5", "429, -1, 5"})
    void wrongNumberOfFloatsIsNamed(int floats, int batch) {
        try (Model model = compile(SmallNetworks.residual(), ModelOptions.standard())) {
            assertThatThrownBy(() -> model.run(new float[floats], batch))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContainingAll(Integer.toString(floats), Integer.toString(batch), "429");
        }
    }

    @Test
    void wrongRoomForTheResultIsNamed() {
        try (Model model = compile(SmallNetworks.residual(), ModelOptions.standard())) {
            assertThatThrownBy(() -> model.run(new float[2 * 429], new float[11]))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContainingAll("429", "858", "5", "11");
            assertThatThrownBy(() -> model.run(Tensor.of(new float[429], 1, 11, 13, 3)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("input [1, 11, 13, 3], expected [1, 13, 11, 3]");
        }
    }

    @Test
    void networkThatDoesNotFitItsInputIsRefused() {
        assertThatThrownBy(() -> Model.compile(Linear.of(4, 3), Shape.of(5), ModelOptions.standard()))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("[1, 5]", "[3, 4]");
    }

    @Test
    void descriptionListsEveryStep() {
        try (Model model = Model.compile(Networks.named("resnet20"))) {
            String table = model.describe();

            assertThat(table.lines().filter(line -> line.contains("conv 3x3"))).hasSize(19);
            assertThat(table.lines().filter(line -> line.contains("flatten") && line.contains("view")))
                    .hasSize(1);
            assertThat(table).contains("layer2.0.conv2", "+ layer2.0.shortcut, relu", "linear", "[1, 16, 16, 32]");
            assertThat(table).doesNotContain("bn1");
        }
    }

    @Test
    void memoryCountsWeightsAndCallsSoFar() {
        try (Model model = Model.compile(Networks.named("resnet20"))) {
            long weights = model.packedBytes();
            assertThat(weights).isGreaterThanOrEqualTo(4L * 268_336);
            assertThat(model.memoryBytes()).isEqualTo(weights);

            model.run(new float[3072], 1);

            assertThat(model.memoryBytes()).isBetween(weights + 4 * 3 * 32 * 32 * 16, weights + 6 * 34 * 34 * 16 * 4);
        }
    }

    /** With small last scales, as the variance of 600 blocks would overflow otherwise. */
    @Test
    void networkOf1202LayersCompilesAndRuns() {
        Network network = Networks.named("resnet1202").initialise(1);
        network.parameters().forEach((name, parameter) -> {
            if (name.endsWith("bn2.weight")) {
                parameter.values().fill(0.03f);
            }
        });
        try (Model model = Model.compile(network);
                Tape tape = Tape.of(Workers.single())) {
            float[] image = inputs(model, 1, 1);
            Tensor expected = network.layer().forward(nhwc(image, network.inputShape()), tape);

            Problems.assertClose(model.run(image, 1), Doubles.of(expected).values(), 1e-4);
        }
    }
}
