package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.ChannelAffine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The float32 numbers with which a folded operator computes: {@code scale * weights} and {@code shift}, each rounded
 * once.
 */
public final class FoldedWeights {
    private FoldedWeights() {}

    /** Weights {@code [outChannels, ...]}, those of each output channel multiplied by its scale. */
    public static Tensor weights(Operator.Weighted operator, Arena arena) {
        Tensor source = operator.weights();
        Tensor folded = Tensor.allocate(arena, source.shape());
        MemorySegment from = source.segment();
        MemorySegment to = folded.segment();
        long perChannel = source.shape().elements() / source.shape().dimension(0);
        long index = 0;
        for (int channel = 0; channel < operator.affine().channels(); channel++) {
            double scale = operator.affine().scale(channel);
            for (long end = index + perChannel; index < end; index++) {
                to.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float)
                        (scale * from.getAtIndex(ValueLayout.JAVA_FLOAT, index)));
            }
        }
        return folded;
    }

    /** The shifts as bias, unless they are all zero, the activation and the function. */
    static Epilogue epilogue(Operator.Weighted operator, Arena arena) {
        ChannelAffine affine = operator.affine();
        Tensor bias = affine.hasShift() ? affine.shiftTensor(arena) : null;
        return new Epilogue(bias, operator.activation(), operator.function());
    }
}
