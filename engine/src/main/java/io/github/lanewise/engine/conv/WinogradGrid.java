package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * The tiles that cover the outputs of a call, numbered by image, row of tiles and column; those at the lower and right
 * edge may reach beyond it.
 *
 * @param outputs rows and columns of outputs in a tile
 */
record WinogradGrid(ConvGeometry geometry, int outputs, int images, int outputHeight, int outputWidth) {

    static WinogradGrid of(ConvGeometry geometry, int outputs, Tensor output) {
        return new WinogradGrid(
                geometry,
                outputs,
                output.shape().dimension(0),
                output.shape().dimension(1),
                output.shape().dimension(2));
    }

    boolean fits(Tensor output) {
        return output.shape().dimension(0) == images
                && output.shape().dimension(1) == outputHeight
                && output.shape().dimension(2) == outputWidth;
    }

    int rows() {
        return Math.ceilDiv(outputHeight, outputs);
    }

    int columns() {
        return Math.ceilDiv(outputWidth, outputs);
    }

    int tiles() {
        return Math.multiplyExact(images, rows() * columns());
    }

    int image(int tile) {
        return tile / (rows() * columns());
    }

    int row(int tile) {
        return tile / columns() % rows();
    }

    int column(int tile) {
        return tile % columns();
    }
}
