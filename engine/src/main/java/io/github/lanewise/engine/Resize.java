package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * Images of another height and width, channel by channel. Any two neighbouring axes of a dense tensor are resized by seeing
 * it as {@code [before, height, width, behind]}.
 *
 * <p>Tensors may have any paddings; only the interior of the result is written, and it must not overlap the operand. A linear
 * result is {@code a (1 - v) + b v} of two rows a and b, each {@code l (1 - u) + r u} of two pixels, with u and v as float32,
 * rounded one by one; places outside the image count as its edge. The bits depend neither on the tier, nor on the vector
 * width, nor on the threads; nothing is allocated.
 */
public final class Resize {

    /**
     * Resizes an image to the extents of the result.
     *
     * @param x {@code [N, H, W, C]} with at least one pixel, unless the result has none
     * @param y {@code [N, H', W', C]}
     * @throws ShapeException if the shapes do not fit
     */
    public static void run(ResizeGeometry geometry, Tensor x, Tensor y, Workers workers) {
        Shape from = x.shape();
        Shape to = y.shape();
        boolean fits = from.rank() == 4
                && to.rank() == 4
                && from.dimension(0) == to.dimension(0)
                && from.dimension(3) == to.dimension(3)
                && (from.elements() > 0 || to.elements() == 0);
        if (!fits) {
            throw new ShapeException("resizing leads from [N, H, W, C] to [N, H', W', C], got " + from + " and " + to);
        }
        ResizeCall.run(geometry, x, y, workers);
    }

    private Resize() {}
}
