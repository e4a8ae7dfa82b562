package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.TransposedConvolution;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/** A transposed convolution with its weights in the engine's layout. */
record PreparedTransposedConv(TransposedConvolution convolution, long packedBytes) implements PreparedOperator {
    static PreparedTransposedConv of(Operator.TransposedConv conv, Arena arena) {
        Tensor weightsOhwi = Tensor.allocate(arena, conv.geometry().weightShape());
        Layout.oihwToOhwi(conv.weights(), weightsOhwi);
        Epilogue epilogue = new Epilogue(conv.bias(), conv.activation(), conv.function());
        return new PreparedTransposedConv(
                TransposedConvolution.of(conv.geometry(), weightsOhwi, epilogue),
                weightsOhwi.segment().byteSize());
    }

    @Override
    public Runnable bind(Tensor[] x, Tensor y, Workers workers) {
        return () -> convolution.run(x[0], y, workers);
    }
}
