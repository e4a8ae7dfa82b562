package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Gemm;
import io.github.lanewise.engine.PackedMatrix;
import io.github.lanewise.engine.Transpose;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/** A dense layer with its folded weights packed. */
record PreparedLinear(PackedMatrix weights, Epilogue epilogue) implements PreparedOperator {
    static PreparedLinear of(Operator.Linear linear, Arena arena) {
        try (Arena scratch = Arena.ofConfined()) {
            PackedMatrix packed = PackedMatrix.of(arena, Transpose.YES, FoldedWeights.weights(linear, scratch));
            return new PreparedLinear(packed, FoldedWeights.epilogue(linear, arena));
        }
    }

    @Override
    public Runnable bind(Tensor[] x, Tensor y, Workers workers) {
        Tensor residual = x.length > 1 ? x[1] : null;
        return () -> Gemm.multiply(x[0], weights, epilogue, residual, y, workers);
    }

    @Override
    public long packedBytes() {
        return weights.packedBytes();
    }

    @Override
    public String algorithm() {
        return "gemm";
    }
}
