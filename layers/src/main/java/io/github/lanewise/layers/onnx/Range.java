package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.graph.Operator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of the elements of a computed value that is not NaN, both within the whole numbers that float32 holds: whole numbers
 * between them are computed exactly in float32. A value that has no such bounds, or none that are known, has no range.
 */
record Range(long least, long most) {
    private static final long EXACT = 1L << 24;
    private static final long MAX_CONSTANTS = 1 << 16;

    Range {
        if (least > most) {
            throw new IllegalArgumentException("a range from " + least + " to " + most);
        }
    }

    /** Whether results of the operator may have a range where no operand has one. */
    static boolean begins(Operator operator) {
        return operator instanceof Operator.ArgMax || operator instanceof Operator.Activate;
    }

    /** The range of a result, from the shape of the first operand and the ranges of all; null if it has none. */
    static @Nullable Range of(Operator operator, Shape x, List<@Nullable Range> operands) {
        return switch (operator) {
            case Operator.ArgMax arg -> exact(0, Math.max(0, x.dimension(arg.axis()) - 1));
            case Operator.Activate activate ->
                exact(
                        Math.floor(activate.activation().lower()),
                        Math.ceil(activate.activation().upper()));
            case Operator.Binary binary -> ofBinary(binary.operation(), operands.get(0), operands.get(1));
            case Operator.Add _ -> ofBinary(BinaryOperation.ADD, operands.get(0), operands.get(1));
            case Operator.Unary unary -> ofUnary(unary, operands.getFirst());
            case Operator.Reshape _,
                    Operator.Flatten _,
                    Operator.Images _,
                    Operator.Transpose _,
                    Operator.Slice _,
                    Operator.Expand _,
                    Operator.Tile _,
                    Operator.Gather _,
                    Operator.Lookup _ -> operands.getFirst();
            case Operator.Concat _ -> union(operands);
            default -> null;
        };
    }

    /** The range of constants; null if they are many, or beyond what float32 counts. */
    static @Nullable Range of(Tensor constants) {
        if (constants.shape().elements() == 0 || constants.shape().elements() > MAX_CONSTANTS) {
            return null;
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float value : constants.toArray()) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return exact(Math.floor(least), Math.ceil(most));
    }

    private static @Nullable Range ofUnary(Operator.Unary unary, @Nullable Range x) {
        if (x == null) {
            return null;
        }
        return switch (unary.operation().function()) {
            case TRUNCATE, CEIL -> x;
            case NEGATE -> new Range(-x.most, -x.least);
            case ABS -> new Range(0, Math.max(Math.abs(x.least), Math.abs(x.most)));
            default -> null;
        };
    }

    private static @Nullable Range ofBinary(BinaryOperation operation, @Nullable Range a, @Nullable Range b) {
        if (a == null || b == null) {
            return null;
        }
        return switch (operation) {
            case ADD -> a.combine(b, Long::sum);
            case SUBTRACT -> a.combine(b, (x, y) -> x - y);
            case MULTIPLY -> a.combine(b, (x, y) -> x * y);
            case MINIMUM -> a.combine(b, Math::min);
            case MAXIMUM -> a.combine(b, Math::max);
            case DIVIDE -> b.least > 0 || b.most < 0 ? a.combine(b, Range::quotient) : null;
            default -> null;
        };
    }

    /** Away from zero. */
    private static long quotient(long x, long y) {
        long magnitude = Math.ceilDiv(Math.abs(x), Math.abs(y));
        return (x < 0) == (y < 0) ? magnitude : -magnitude;
    }

    /** The range of a function that is largest and smallest at the ends of both ranges. */
    private @Nullable Range combine(Range other, LongBinaryOperator function) {
        long[] corners = {
            function.applyAsLong(least, other.least),
            function.applyAsLong(least, other.most),
            function.applyAsLong(most, other.least),
            function.applyAsLong(most, other.most)
        };
        return exact((double) LongStream.of(corners).min().orElseThrow(), (double)
                LongStream.of(corners).max().orElseThrow());
    }

    private static @Nullable Range union(List<@Nullable Range> ranges) {
        if (ranges.contains(null)) {
            return null;
        }
        return new Range(
                ranges.stream()
                        .mapToLong(range -> Objects.requireNonNull(range).least)
                        .min()
                        .orElseThrow(),
                ranges.stream()
                        .mapToLong(range -> Objects.requireNonNull(range).most)
                        .max()
                        .orElseThrow());
    }

    private static @Nullable Range exact(double least, double most) {
        return -EXACT <= least && least <= most && most <= EXACT ? new Range((long) least, (long) most) : null;
    }
}
