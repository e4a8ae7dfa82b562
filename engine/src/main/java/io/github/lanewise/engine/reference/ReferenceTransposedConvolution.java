package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** The adjoint of a convolution: every input pixel is spread over the window that it belongs to. */
public final class ReferenceTransposedConvolution {

    /**
     * Sums in float64.
     *
     * @param x {@code [N, H, W, outChannels]}
     * @param weights {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]}
     */
    public static DoubleSums run(
            ConvGeometry geometry, Shape from, float[] x, float[] weights, float @Nullable [] bias, Shape to) {
        DoubleSums y = new DoubleSums(Math.toIntExact(to.elements()));
        int group = geometry.inChannels() / geometry.groups();
        if (bias != null) {
            Indices.forEach(to, (index, element) -> y.add(element, bias[index[3]]));
        }
        Indices.forEach(from, (index, element) -> {
            int firstChannel = index[3] / (geometry.outChannels() / geometry.groups()) * group;
            Indices.forEach(geometry.weightShape(), (tap, weight) -> {
                int row = index[1] * geometry.strideHeight()
                        + tap[1] * geometry.dilationHeight()
                        - geometry.padding().top();
                int column = index[2] * geometry.strideWidth()
                        + tap[2] * geometry.dilationWidth()
                        - geometry.padding().left();
                boolean inside = row >= 0 && row < to.dimension(1) && column >= 0 && column < to.dimension(2);
                if (tap[0] == index[3] && inside) {
                    int target = Indices.element(to, new int[] {index[0], row, column, firstChannel + tap[3]});
                    y.add(target, (double) x[element] * weights[weight]);
                }
            });
        });
        return y;
    }

    private ReferenceTransposedConvolution() {}
}
