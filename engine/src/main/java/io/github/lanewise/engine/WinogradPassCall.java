package io.github.lanewise.engine;

import io.github.lanewise.engine.conv.FilterView;
import io.github.lanewise.engine.conv.TransformedCall;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one call of a {@link WinogradPass} works with, and the tasks that the workers run. */
final class WinogradPassCall {

    /** What may share the objects of a pool. */
    private record Kind(ConvGeometry geometry, ConvAlgorithm algorithm, boolean biased) {}

    /** Of all kinds in use; the memory goes with the last pass of a kind. */
    private static final Map<Kind, WeakReference<Pool<WinogradPassCall>>> POOLS = new HashMap<>();

    private final TransformedCall call;
    private final Workers.Task transform;
    private final Workers.Task compute;

    private WinogradPassCall(Kind kind) {
        call = new TransformedCall(Kernels.current(), kind.geometry, kind.algorithm.tile(), kind.biased);
        transform = call::transform;
        compute = call::compute;
    }

    /** The calls of all passes of one kind. */
    static Pool<WinogradPassCall> pool(ConvGeometry geometry, ConvAlgorithm algorithm, boolean biased) {
        Kind kind = new Kind(geometry, algorithm, biased);
        synchronized (POOLS) {
            WeakReference<Pool<WinogradPassCall>> known = POOLS.get(kind);
            Pool<WinogradPassCall> pool = known == null ? null : known.get();
            if (pool == null) {
                pool = new Pool<>(() -> new WinogradPassCall(kind));
                POOLS.put(kind, new WeakReference<>(pool));
            }
            return pool;
        }
    }

    /** Runs the call; all has been checked. */
    void run(
            FilterView filters,
            Tensor input,
            @Nullable Tensor bias,
            @Nullable Tensor residual,
            Tensor output,
            Workers workers) {
        try {
            call.begin(filters, input, bias, residual, output, workers.threads());
            workers.run(call.transforms(), transform);
            workers.run(call.parts(), compute);
        } finally {
            call.end();
        }
    }
}
