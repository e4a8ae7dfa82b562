package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One call of a Winograd convolution whose filters come with the call. First they are transformed, in parts of their own, then
 * the convolution runs. So layers of one geometry share the memory of the transformed filters.
 *
 * <p>An object serves one call at a time and is reused for the next.
 */
public final class TransformedCall {

    private static final FilterView NOTHING = new FilterView(MemorySegment.NULL, 0, 0, 0, 0);

    private final WinogradPlan plan;
    private final WinogradCall call;
    private final @Nullable Tensor bias;
    private FilterTransform[] lanes = {};
    private FilterView filters = NOTHING;

    /**
     * A convolution.
     *
     * @param outputs rows and columns of outputs in a tile
     * @param biased whether each call brings a bias
     */
    public TransformedCall(KernelSet kernels, ConvGeometry geometry, int outputs, boolean biased) {
        Arena arena = Arena.ofAuto();
        bias = biased ? Tensor.allocate(arena, geometry.outChannels()) : null;
        Epilogue epilogue = new Epilogue(bias, Activation.IDENTITY);
        plan = WinogradPlan.empty(arena, kernels, outputs, geometry, epilogue);
        call = new WinogradCall(plan);
    }

    /** Begins a call; the shapes have been checked. */
    public void begin(
            FilterView newFilters,
            Tensor input,
            @Nullable Tensor newBias,
            @Nullable Tensor residual,
            Tensor output,
            int threads) {
        filters = newFilters;
        if (bias != null && newBias != null) {
            bias.copyFrom(newBias);
        }
        if (lanes.length < threads) {
            FilterTransform[] more = Arrays.copyOf(lanes, threads);
            for (int i = lanes.length; i < threads; i++) {
                more[i] = new FilterTransform(plan.filters());
            }
            lanes = more;
        }
        call.begin(input, residual, output, threads);
    }

    /** Independent parts of the transform of the filters, for {@link #transform}. */
    public int transforms() {
        return lanes[0].parts();
    }

    public void transform(int part, int lane) {
        lanes[lane].compute(filters, part);
    }

    /** Independent parts of what remains to be done then, for {@link #compute}. */
    public int parts() {
        return call.parts();
    }

    public void compute(int part, int lane) {
        call.compute(part, lane);
    }

    /** Lets go of the tensors of the call. */
    public void end() {
        filters = NOTHING;
        call.end();
    }
}
