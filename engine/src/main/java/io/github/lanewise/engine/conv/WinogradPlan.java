package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.TileKernel;
import io.github.lanewise.engine.kernel.TileStore;
import io.github.lanewise.engine.kernel.WinogradTransform;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What all calls of a Winograd convolution share. */
public record WinogradPlan(
        WinogradFilters filters,
        TileKernel kernel,
        TileStore store,
        WinogradTransform transform,
        @Nullable MemorySegment bias,
        float lower,
        float upper) {

    /** Takes bias and activation from an epilogue. */
    public static WinogradPlan of(
            WinogradFilters filters,
            TileKernel kernel,
            TileStore store,
            WinogradTransform transform,
            Epilogue epilogue) {
        Tensor bias = epilogue.bias();
        return new WinogradPlan(
                filters,
                kernel,
                store,
                transform,
                bias == null ? null : bias.segment(),
                epilogue.activation().lower(),
                epilogue.activation().upper());
    }
}
