package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.Exponentials;
import io.github.lanewise.engine.reference.ReferenceElementwise;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Problems;
import java.util.function.DoubleBinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ElementwiseProperties {
    private static final Activation CLIPPED = Activation.clippedRelu(6);
    private static final Workers ALONE = Workers.single();

    @Property
    void arithmeticIsThatOfSingleFloats(@ForAll(supplier = Operands.Any.class) Operands x) {
        assertResult(x, (a, b, out) -> Elementwise.add(a, b, out, ALONE), ReferenceElementwise.add(x.a(), x.b()));
        assertResult(
                x,
                (a, b, out) -> Elementwise.addActivate(a, b, Activation.RELU, out, ALONE),
                ReferenceElementwise.relu(ReferenceElementwise.add(x.a(), x.b())));
        assertResult(
                x,
                (a, b, out) -> Elementwise.addActivate(a, b, CLIPPED, out, ALONE),
                map(x, (a, b) -> CLIPPED.apply((float) a + (float) b)));
        assertResult(x, (a, b, out) -> Elementwise.subtract(a, b, out, ALONE), map(x, (a, b) -> (float) a - (float) b));
        assertResult(
                x, (a, b, out) -> Elementwise.multiply(a, b, out, ALONE), ReferenceElementwise.multiply(x.a(), x.b()));
    }

    @Property
    void activationsAreThoseOfSingleFloats(@ForAll(supplier = Operands.Any.class) Operands x) {
        assertResult(
                x,
                (a, b, out) -> Elementwise.activate(Activation.RELU, a, out, ALONE),
                ReferenceElementwise.relu(x.a()));
        assertResult(
                x,
                (a, b, out) -> Elementwise.activate(CLIPPED, a, out, ALONE),
                map(x, (a, b) -> CLIPPED.apply((float) a)));
        assertResult(x, (a, b, out) -> Elementwise.activate(Activation.IDENTITY, a, out, ALONE), x.a());
    }

    @Property
    void exponentialsAreThoseOfSingleFloats(@ForAll(supplier = Operands.Any.class) Operands x) {
        assertResult(x, (a, b, out) -> Elementwise.exp(a, out, ALONE), map(x, (a, b) -> Exponentials.exp((float) a)));
        assertResult(
                x,
                (a, b, out) -> Elementwise.sigmoid(a, out, ALONE),
                map(x, (a, b) -> Exponentials.sigmoid((float) a)));
        assertResult(x, (a, b, out) -> Elementwise.tanh(a, out, ALONE), map(x, (a, b) -> Exponentials.tanh((float) a)));
    }

    @Property
    void scaleShiftGoesChannelByChannel(@ForAll(supplier = Operands.Any.class) Operands x) {
        if (x.shape().rank() == 0) {
            return;
        }
        int channels = x.channels();
        float[] scale = Problems.floats(x.seed() + 2, channels);
        float[] shift = Problems.floats(x.seed() + 3, channels);
        Tensor scales = Tensor.of(scale, channels);
        Tensor shifts = Tensor.of(shift, channels);
        float[] expected = x.a();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = CLIPPED.apply(expected[i] * scale[i % channels] + shift[i % channels]);
        }
        assertResult(x, (a, b, out) -> Elementwise.scaleShift(a, scales, shifts, CLIPPED, out, ALONE), expected);
    }

    private static void assertResult(Operands x, Operands.Operation operation, float[] expected) {
        assertArrayEquals(expected, x.apply(operation), x::toString);
        assertArrayEquals(expected, x.applyInPlace(operation), x::toString);
    }

    private static float[] map(Operands x, DoubleBinaryOperator function) {
        float[] a = x.a();
        float[] b = x.b();
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) function.applyAsDouble(a[i], b[i]);
        }
        return a;
    }
}
