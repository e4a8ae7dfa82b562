package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Rearrange;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;

/** Operators that copy elements to other places. */
final class PreparedMovement {
    private PreparedMovement() {}

    static PreparedOperator of(Operator operator) {
        return switch (operator) {
            case Operator.Transpose transpose -> {
                int[] permutation = PreparedOperator.ints(transpose.permutation());
                yield (x, y, workers) -> () -> Rearrange.transpose(x[0], permutation, y, workers);
            }
            case Operator.Slice slice -> {
                int[] starts = PreparedOperator.ints(slice.starts());
                int[] steps = PreparedOperator.ints(slice.steps());
                yield (x, y, workers) -> () -> Rearrange.slice(x[0], starts, steps, y, workers);
            }
            case Operator.Concat concat -> (x, y, workers) -> () -> Rearrange.concat(x, concat.axis(), y, workers);
            case Operator.Pad pad -> {
                int[] before = PreparedOperator.ints(pad.before());
                yield (x, y, workers) -> () -> Rearrange.pad(x[0], before, pad.margin(), pad.value(), y, workers);
            }
            case Operator.Expand _ -> (x, y, workers) -> () -> Rearrange.expand(x[0], y, workers);
            case Operator.Tile _ -> (x, y, workers) -> () -> Rearrange.tile(x[0], y, workers);
            case Operator.Gather gather -> (PreparedOperator.Dense) (x, y, workers) -> gather(gather, x[0], y, workers);
            case Operator.Lookup lookup -> (PreparedOperator.Dense) (x, y, workers) -> lookup(lookup, x, y, workers);
            default -> throw new IllegalArgumentException(operator + " does not move elements");
        };
    }

    private static Runnable lookup(Operator.Lookup lookup, Tensor[] x, Tensor y, Workers workers) {
        long[] indices = new long[Math.toIntExact(x[1].shape().elements())];
        Tensor given = x[1].reshape(indices.length);
        return () -> {
            for (int i = 0; i < indices.length; i++) {
                indices[i] = (long) given.get(i);
            }
            Rearrange.gather(x[0], indices, lookup.axis(), y, workers);
        };
    }

    private static Runnable gather(Operator.Gather gather, Tensor x, Tensor y, Workers workers) {
        long[] indices = gather.indices().stream().mapToLong(Long::longValue).toArray();
        return () -> Rearrange.gather(x, indices, gather.axis(), y, workers);
    }
}
