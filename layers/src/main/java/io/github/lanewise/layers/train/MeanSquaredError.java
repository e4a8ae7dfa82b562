package io.github.lanewise.layers.train;

import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * {@code Σ (x - t)² / (N · classes)}, where t is 1 for the label and 0 for every other class; PyTorch's {@code MSELoss}.
 * The gradient is {@code 2 (x - t) / (N · classes)}. Computed in float64.
 */
public record MeanSquaredError() implements Loss {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    @Override
    public double evaluate(Tensor output, int[] labels, @Nullable Tensor gradient) {
        Loss.requireFit(output, labels, gradient);
        int batch = output.shape().dimension(0);
        int classes = output.shape().dimension(1);
        MemorySegment x = output.segment();
        double count = (double) batch * classes;
        double sum = 0;
        for (int n = 0; n < batch; n++) {
            for (int c = 0; c < classes; c++) {
                long at = (long) n * classes + c;
                double error = x.getAtIndex(FLOAT, at) - (c == labels[n] ? 1.0 : 0.0);
                sum += error * error;
                if (gradient != null) {
                    gradient.segment().setAtIndex(FLOAT, at, (float) (2 * error / count));
                }
            }
        }
        return sum / count;
    }
}
