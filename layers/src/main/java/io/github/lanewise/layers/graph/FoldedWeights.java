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
        int perChannel =
                Math.toIntExact(source.shape().elements() / source.shape().dimension(0));
        float[] filter = new float[perChannel];
        for (int channel = 0; channel < operator.affine().channels(); channel++) {
            long at = (long) channel * perChannel * Float.BYTES;
            MemorySegment.copy(source.segment(), ValueLayout.JAVA_FLOAT, at, filter, 0, perChannel);
            scale(filter, operator.affine().scale(channel));
            MemorySegment.copy(filter, 0, folded.segment(), ValueLayout.JAVA_FLOAT, at, perChannel);
        }
        return folded;
    }

    private static void scale(float[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (factor * values[i]);
        }
    }

    /** The shifts as bias, unless they are all zero, the activation and the function. */
    static Epilogue epilogue(Operator.Weighted operator, Arena arena) {
        ChannelAffine affine = operator.affine();
        Tensor bias = affine.hasShift() ? affine.shiftTensor(arena) : null;
        return new Epilogue(bias, operator.activation(), operator.function());
    }
}
