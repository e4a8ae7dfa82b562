package io.github.lanewise.layers.train;

import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * {@code -Σ q log softmax(x)}, the mean over the batch, where q is {@code 1 - smoothing} for the label plus
 * {@code smoothing / classes} for every class: Szegedy et al. 2016 (arXiv:1512.00567), section 7, as PyTorch's
 * {@code CrossEntropyLoss}. The gradient is {@code (softmax(x) - q) / N}. Computed in float64.
 *
 * @param labelSmoothing from 0 to less than 1
 */
public record SoftmaxCrossEntropy(double labelSmoothing) implements Loss {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    public SoftmaxCrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException("label smoothing is at least 0 and less than 1, got " + labelSmoothing);
        }
    }

    /** Without label smoothing. */
    public SoftmaxCrossEntropy() {
        this(0);
    }

    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    @Override
    public double evaluate(Tensor output, int[] labels, @Nullable Tensor gradient) {
        Loss.requireFit(output, labels, gradient);
        int batch = output.shape().dimension(0);
        int classes = output.shape().dimension(1);
        MemorySegment x = output.segment();
        double sum = 0;
        for (int n = 0; n < batch; n++) {
            long row = (long) n * classes;
            double logSum = logSum(x, row, classes);
            sum += lossOf(x, row, classes, labels[n], logSum);
            if (gradient != null) {
                differentiate(x, row, classes, labels[n], logSum, batch, gradient.segment());
            }
        }
        return sum / batch;
    }

    /** {@code log Σ exp(x)}. */
    private static double logSum(MemorySegment x, long row, int classes) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, x.getAtIndex(FLOAT, row + c));
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += StrictMath.exp(x.getAtIndex(FLOAT, row + c) - largest);
        }
        return largest + StrictMath.log(sum);
    }

    private double lossOf(MemorySegment x, long row, int classes, int label, double logSum) {
        double loss = (1 - labelSmoothing) * (logSum - x.getAtIndex(FLOAT, row + label));
        if (labelSmoothing > 0) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += logSum - x.getAtIndex(FLOAT, row + c);
            }
            loss += labelSmoothing / classes * sum;
        }
        return loss;
    }

    private void differentiate(
            MemorySegment x, long row, int classes, int label, double logSum, int batch, MemorySegment gradient) {
        for (int c = 0; c < classes; c++) {
            double target = labelSmoothing / classes + (c == label ? 1 - labelSmoothing : 0);
            double softmax = StrictMath.exp(x.getAtIndex(FLOAT, row + c) - logSum);
            gradient.setAtIndex(FLOAT, row + c, (float) ((softmax - target) / batch));
        }
    }
}
