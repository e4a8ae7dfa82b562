package io.github.lanewise.engine.kernel.simd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Reads of an array that C2 keeps in the order of the program.
 *
 * <p>What a register tile broadcasts is wanted one after the other. C2 either computes an address for each plain element, or
 * reads several at once and spills sums. An opaque read costs what any read costs, and is not exchanged with others.
 */
final class OrderedFloats {

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(float[].class);

    private OrderedFloats() {}

    static float get(float[] floats, int index) {
        return (float) ELEMENT.getOpaque(floats, index);
    }
}
