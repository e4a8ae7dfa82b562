package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Convolution;
import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/** A convolution with its folded weights packed. */
record PreparedConv(Convolution convolution) implements PreparedOperator {
    static PreparedConv of(Operator.Conv conv, Arena arena) {
        try (Arena scratch = Arena.ofConfined()) {
            Tensor weightsOhwi = Tensor.allocate(scratch, conv.geometry().weightShape());
            Layout.oihwToOhwi(FoldedWeights.weights(conv, scratch), weightsOhwi);
            return new PreparedConv(Convolution.of(
                    arena, conv.geometry(), weightsOhwi, FoldedWeights.epilogue(conv, arena), conv.algorithm()));
        }
    }

    @Override
    public Runnable bind(Tensor[] x, Tensor y, Workers workers) {
        Tensor residual = x.length > 1 ? x[1] : null;
        return () -> convolution.run(x[0], residual, y, workers);
    }

    @Override
    public Padding operandPadding() {
        return convolution.inputPadding();
    }

    @Override
    public long packedBytes() {
        return convolution.packedBytes();
    }

    @Override
    public String algorithm() {
        return convolution.algorithm();
    }
}
