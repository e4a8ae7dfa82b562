package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.residual.Networks;
import io.github.lanewise.layers.testkit.Problems;
import io.github.lanewise.layers.testkit.SmallNetworks;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ModelLifetimeTest {
    private static Model model() {
        SmallNetworks.Problem problem = SmallNetworks.residual();
        return Model.compile(problem.layer(), problem.inputShape(), ModelOptions.standard());
    }

    @Test
    void useAfterCloseIsAnIllegalState() {
        Model model = model();
        float[] image = Problems.floats(429, 1);
        model.run(image, 1);
        model.close();
        model.close();

        assertThatThrownBy(() -> model.run(image, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
        assertThatThrownBy(model::warmUp).isInstanceOf(IllegalStateException.class);
        assertThat(model.describe()).contains("layer1");
        assertThat(model.memoryBytes()).isEqualTo(model.packedBytes());
    }

    @Test
    void closingWaitsForTheCallsUnderWay() throws Exception {
        for (int round = 0; round < 20; round++) {
            Model model = model();
            float[] image = Problems.floats(429, round);
            float[] expected = model.run(image, 1);
            CountDownLatch running = new CountDownLatch(2);
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                Runnable caller = () -> {
                    running.countDown();
                    while (true) {
                        Problems.assertSameBits(model.run(image, 1), expected);
                    }
                };
                Future<?> first = threads.submit(caller);
                Future<?> second = threads.submit(caller);
                running.await();

                model.close();

                assertClosed(first);
                assertClosed(second);
            }
        }
    }

    private static void assertClosed(Future<?> call) {
        assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("the model is closed");
    }

    @Test
    void forgottenModelFreesItsMemory() throws InterruptedException {
        MemorySegment.Scope weights = scopeOfForgottenWeights();
        for (int i = 0; i < 500 && weights.isAlive(); i++) {
            System.gc();
            Thread.sleep(10);
        }

        assertThat(weights.isAlive()).isFalse();
    }

    private static MemorySegment.Scope scopeOfForgottenWeights() {
        Model model = model();
        model.run(Problems.floats(429, 1), 1);
        PreparedLinear classifier = (PreparedLinear)
                Objects.requireNonNull(model.program).steps().getLast().operator();
        Tensor bias = Objects.requireNonNull(classifier.epilogue().bias());
        return bias.segment().scope();
    }

    @Test
    void warmUpEndsAndSaysHowFastAnImageIs() {
        try (Model model = model()) {
            Duration fastest = model.warmUp();

            assertThat(fastest).isBetween(Duration.ofNanos(1), Duration.ofSeconds(5));
        }
    }

    @Test
    void callIntoTheCallersMemoryAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Model model = Model.compile(Networks.named("resnet20").initialise(1))) {
            model.warmUp();
            float[] image = Problems.floats(3072, 1);
            float[] result = new float[10];
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 100 && allocated > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 20; i++) {
                    model.run(image, result);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }

            assertThat(allocated).isZero();
        }
    }
}
