package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Convolution;
import io.github.lanewise.engine.TransposedConvolution;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;

/** A convolution, or its adjoint, whose weights are an operand. */
record PreparedComputedConv(Operator.ComputedConv conv) {
    Runnable bind(Tensor[] x, Tensor y, Workers workers) {
        Tensor bias = x.length > 2 ? x[2] : null;
        Epilogue epilogue = new Epilogue(bias, Activation.IDENTITY);
        if (conv.transposed()) {
            TransposedConvolution adjoint = TransposedConvolution.of(conv.geometry(), x[1], epilogue);
            return () -> adjoint.run(x[0], y, workers);
        }
        return () -> Convolution.of(conv.geometry(), x[1], epilogue).run(x[0], y, workers);
    }
}
