package io.github.lanewise.engine;

import io.github.lanewise.engine.conv.FilterView;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A pass by a Winograd algorithm: transforms the filters at every call, in memory that all layers of a geometry share. */
final class WinogradPass implements ImagePass {
    private final FilterView filters;
    private final Pool<WinogradPassCall> plain;
    private final Pool<WinogradPassCall> biased;

    private WinogradPass(ConvGeometry geometry, ConvAlgorithm algorithm, FilterView filters) {
        this.filters = filters;
        plain = WinogradPassCall.pool(geometry, algorithm, false);
        biased = WinogradPassCall.pool(geometry, algorithm, true);
    }

    /** The convolution by filters {@code [outChannels, 3, 3, inChannels]}, which are read at every call. */
    static WinogradPass forward(ConvGeometry geometry, ConvAlgorithm algorithm, Tensor ohwi) {
        return new WinogradPass(geometry, algorithm, FilterView.of(ohwi));
    }

    /** Its adjoint. */
    static WinogradPass inputGradient(ConvGeometry geometry, ConvAlgorithm algorithm, Tensor ohwi) {
        return new WinogradPass(
                geometry.adjoint(), algorithm, FilterView.of(ohwi).adjoint());
    }

    @Override
    public void update(Tensor ohwi) {
        // every call reads the filters where they lie
    }

    @Override
    public void run(Tensor input, @Nullable Tensor bias, @Nullable Tensor residual, Tensor output, Workers workers) {
        Pool<WinogradPassCall> pool = bias == null ? plain : biased;
        WinogradPassCall call = pool.acquire();
        try {
            call.run(filters, input, bias, residual, output, workers);
        } finally {
            pool.release(call);
        }
    }
}
