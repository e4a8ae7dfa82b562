package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What one call of {@link Resize} works with; a part is a row of the output. */
final class ResizeCall implements Workers.Task {
    private static final Pool<ResizeCall> POOL = new Pool<>(ResizeCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Additions that take as long as one element of the output. */
    private static final int COST = 2;

    private final Taps rows = new Taps();
    private final Taps columns = new Taps();
    private boolean linear;
    private Tensor x = NOTHING;
    private Tensor y = NOTHING;

    private ResizeCall() {}

    /** The two pixels that each pixel along one axis is made from, and the weight of the second. */
    private static final class Taps {
        private int[] first = {};
        private int[] second = {};
        private float[] weight = {};

        private void ensure(int extent) {
            if (first.length < extent) {
                first = new int[extent];
                second = new int[extent];
                weight = new float[extent];
            }
        }

        private void nearest(int i, int pixel) {
            first[i] = pixel;
            second[i] = pixel;
            weight[i] = 0;
        }

        private void linear(int i, double place, int size) {
            double inside = Math.clamp(place, 0, size - 1);
            first[i] = (int) inside;
            second[i] = Math.min(first[i] + 1, size - 1);
            weight[i] = (float) (inside - first[i]);
        }
    }

    /** Resizes; shapes have been checked. */
    static void run(ResizeGeometry geometry, Tensor x, Tensor y, Workers workers) {
        Shape shape = y.shape();
        Workers forked =
                workers.forWork(shape.elements() * COST).reaching("x", x).reaching("y", y);
        if (shape.elements() == 0) {
            return;
        }
        ResizeCall call = POOL.acquire();
        try {
            call.x = x;
            call.y = y;
            call.place(geometry);
            forked.run(Math.multiplyExact(shape.dimension(0), shape.dimension(1)), call);
        } finally {
            call.x = NOTHING;
            call.y = NOTHING;
            POOL.release(call);
        }
    }

    private void place(ResizeGeometry geometry) {
        linear = geometry.method() == ResizeGeometry.Method.LINEAR;
        int height = x.shape().dimension(1);
        int width = x.shape().dimension(2);
        int outputHeight = y.shape().dimension(1);
        int outputWidth = y.shape().dimension(2);
        rows.ensure(outputHeight);
        columns.ensure(outputWidth);
        for (int i = 0; i < outputHeight; i++) {
            double place = geometry.sourceRow(i, height, outputHeight);
            if (linear) {
                rows.linear(i, place, height);
            } else {
                rows.nearest(i, geometry.nearest(place, height));
            }
        }
        for (int i = 0; i < outputWidth; i++) {
            double place = geometry.sourceColumn(i, width, outputWidth);
            if (linear) {
                columns.linear(i, place, width);
            } else {
                columns.nearest(i, geometry.nearest(place, width));
            }
        }
    }

    @Override
    public void run(int part, int lane) {
        int image = part / y.shape().dimension(1);
        int row = part % y.shape().dimension(1);
        for (int column = 0; column < y.shape().dimension(2); column++) {
            if (linear) {
                blend(image, row, column);
            } else {
                copy(image, row, column);
            }
        }
    }

    private void copy(int image, int row, int column) {
        long from = x.at(image, rows.first[row], columns.first[column]);
        MemorySegment.copy(
                x.segment(),
                from,
                y.segment(),
                y.at(image, row, column),
                4L * y.shape().dimension(3));
    }

    private void blend(int image, int row, int column) {
        long topLeft = x.at(image, rows.first[row], columns.first[column]);
        long topRight = x.at(image, rows.first[row], columns.second[column]);
        long bottomLeft = x.at(image, rows.second[row], columns.first[column]);
        long bottomRight = x.at(image, rows.second[row], columns.second[column]);
        float u = columns.weight[column];
        float v = rows.weight[row];
        long to = y.at(image, row, column);
        MemorySegment in = x.segment();
        for (long c = 0; c < 4L * y.shape().dimension(3); c += 4) {
            float top = in.get(FLOAT, topLeft + c) * (1 - u) + in.get(FLOAT, topRight + c) * u;
            float bottom = in.get(FLOAT, bottomLeft + c) * (1 - u) + in.get(FLOAT, bottomRight + c) * u;
            y.segment().set(FLOAT, to + c, top * (1 - v) + bottom * v);
        }
    }
}
