package io.github.lanewise.engine;

import io.github.lanewise.engine.gemm.InPlaceGemm;
import io.github.lanewise.engine.gemm.PackedPanels;
import io.github.lanewise.engine.gemm.PanelRowGemm;
import io.github.lanewise.engine.gemm.RowFunction;
import io.github.lanewise.engine.gemm.Steps;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What one product with a {@link PackedMatrix} works with; keeps all scratch for the next call. */
final class PackedCall implements Workers.Task {

    static final Pool<PackedCall> POOL = new Pool<>(PackedCall::new);

    private final Steps steps = new Steps();
    private final RowFunction rowFunction = new RowFunction(Kernels.current());
    private InPlaceGemm.Rows[] lanes = {};
    private PanelRowGemm[] fewRows = {};
    private @Nullable InPlaceGemm scratchOwner;

    private @Nullable Tensor a;
    private @Nullable PackedMatrix b;
    private @Nullable Tensor c;
    private @Nullable MemorySegment bias;
    private @Nullable MemorySegment residual;
    private Activation activation = Activation.IDENTITY;
    private int rowBlock;
    private int panelGroups;

    void run(Tensor a, PackedMatrix b, Epilogue epilogue, @Nullable Tensor residual, Tensor c, Workers workers) {
        int m = a.shape().dimension(0);
        this.a = a;
        this.b = b;
        this.c = c;
        this.residual = residual == null ? null : residual.segment();
        Tensor vector = epilogue.bias();
        this.bias = vector == null ? null : vector.segment();
        this.activation = epilogue.activation();
        rowFunction.begin(epilogue.function(), workers.threads());
        ensureLanes(b.gemm(), workers.threads());
        steps.clear();
        steps.add(0, 1, b.k(), 0, b.gemm().stepLimit());
        rowBlock = b.gemm().blockRows(m, 1, steps);
        int rowBlocks = Math.ceilDiv(m, rowBlock);
        panelGroups = workers.threads() == 1
                ? 1
                : Math.min(b.panels().panels(), Math.ceilDiv(2 * workers.threads(), rowBlocks));
        workers.run(rowBlocks * panelGroups, this);
    }

    /** Returns this object to the pool. */
    void release() {
        a = null;
        b = null;
        c = null;
        residual = null;
        bias = null;
        POOL.release(this);
    }

    private void ensureLanes(InPlaceGemm gemm, int threads) {
        if (scratchOwner == null || scratchOwner.panelWidth() != gemm.panelWidth() || lanes.length < threads) {
            lanes = new InPlaceGemm.Rows[threads];
            fewRows = new PanelRowGemm[threads];
            for (int i = 0; i < threads; i++) {
                lanes[i] = gemm.newRows();
                fewRows[i] = new PanelRowGemm(Kernels.current());
            }
            scratchOwner = gemm;
        }
    }

    @Override
    public void run(int part, int lane) {
        Tensor left = a;
        PackedMatrix right = b;
        Tensor product = c;
        if (left == null || right == null || product == null) {
            throw new IllegalStateException("no call is under way");
        }
        int first = part / panelGroups * rowBlock;
        int count = Math.min(rowBlock, left.shape().dimension(0) - first);
        InPlaceGemm.Rows rows = lanes[lane];
        for (int r = 0; r < count; r++) {
            rows.inputAt[r] = 4L * (first + r) * right.k();
            rows.outputAt[r] = 4L * (first + r) * right.n();
            rows.residualAt[r] = rows.outputAt[r];
        }
        PackedPanels panels = right.panels();
        int group = part % panelGroups;
        int from = (int) ((long) panels.panels() * group / panelGroups);
        int to = (int) ((long) panels.panels() * (group + 1) / panelGroups);
        MemorySegment output = product.segment();
        float lower = activation.lower();
        float upper = activation.upper();
        if (PanelRowGemm.suits(left.shape().dimension(0))) {
            fewRows[lane].compute(
                    count,
                    left.segment(),
                    rows.inputAt,
                    panels,
                    from,
                    to,
                    bias,
                    residual,
                    rows.residualAt,
                    lower,
                    upper,
                    output,
                    rows.outputAt);
        } else {
            right.gemm()
                    .compute(
                            rows,
                            count,
                            left.segment(),
                            steps,
                            panels,
                            from,
                            to,
                            bias,
                            residual,
                            lower,
                            upper,
                            output,
                            0);
        }
        int column = from * panels.width();
        int columns = Math.min(to * panels.width(), panels.n()) - column;
        rowFunction.apply(output, rows.outputAt, count, 4L * column, columns, lane);
    }
}
