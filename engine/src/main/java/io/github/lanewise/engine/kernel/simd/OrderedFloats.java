package io.github.lanewise.engine.kernel.simd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Reads of an array that C2 keeps in the order of the program.
 *
 * <p>What a register tile broadcasts is wanted one after the other. C2 reads plain elements as early as it can, and then either
 * computes an address for each, which hides them from it, or runs out of vector registers and spills sums. Opaque reads cost
 * nothing by themselves, x86 and Arm read them as they read any float, and are not exchanged with others.
 */
final class OrderedFloats {

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(float[].class);

    private OrderedFloats() {}

    static float get(float[] floats, int index) {
        return (float) ELEMENT.getOpaque(floats, index);
    }
}
