package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.residual.Networks;
import io.github.lanewise.layers.testkit.Problems;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Once everything is compiled, a step of training allocates nothing; in a virtual machine of its own. */
class TrainingAllocationTest {
    private static final int STEPS = 10;
    private static final int ATTEMPTS = 200;

    /** Bytes in {@value #STEPS} steps: what measuring itself costs. */
    private static final long ALLOWED = 1000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @BeforeAll
    static void requireCompiler() {
        assumeTrue(Engine.describe().tier().equals("SIMD"), "only C2 removes the views of memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet8-w4", "resnet8", "resnet8-b-w8", "plain8-w12"})
    void aStepAllocatesNothing(String name) {
        Network network = Networks.named(name).initialise(1);
        try (TrainingNetwork training = TrainingNetwork.of(network, 1, TrainingNetworkOptions.standard())) {
            Gradients gradients = new Gradients(training.gradients());
            Descent descent = Sgd.of(0.9, 1e-4).begin(training.parameters(), training.gradients());
            Loss loss = new SoftmaxCrossEntropy(0.1);
            float[] image = Problems.floats(32 * 32 * 3, 1);
            int[] labels = {3};
            Runnable step = () -> {
                Tensor output = training.forward(image);
                loss.evaluate(output, labels, training.outputGradient());
                training.backward();
                double norm = gradients.norm(Workers.single());
                gradients.clip(new GradientClipping.ByNorm(norm / 2), norm, Workers.single());
                descent.step(1e-4, Workers.single());
            };
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS && least >= ALLOWED; attempt++) {
                least = Math.min(least, allocatedBy(step));
            }
            assertThat(least).as("bytes in %d steps of %s", STEPS, name).isLessThan(ALLOWED);
        }
    }

    private static long allocatedBy(Runnable step) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < STEPS; i++) {
            step.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
