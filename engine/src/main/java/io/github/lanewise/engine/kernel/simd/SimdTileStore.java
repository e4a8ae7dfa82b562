package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.TileStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** {@link TileStore} with pairs of vectors along the columns and a scalar loop for the rest. Twin: {@code ScalarTileStore}. */
final class SimdTileStore implements TileStore {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Two vectors of what added to a number leaves its bits: 0 would turn -0 into 0. In memory, or C2 would box the choice. */
    private static final MemorySegment NOTHING = nothing();

    @Override
    public void store(
            float[] tile,
            int tileAt,
            int tileColumns,
            int rows,
            int columns,
            MemorySegment c,
            long[] cAt,
            int first,
            long columnAt,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            long[] residualAt,
            float lower,
            float upper) {
        int paired = columns - columns % (2 * V);
        for (int j = 0; j < paired; j += 2 * V) {
            storePair(
                    tile,
                    tileAt + j,
                    tileColumns,
                    rows,
                    c,
                    cAt,
                    first,
                    columnAt + j * 4L,
                    bias,
                    residual,
                    residualAt,
                    lower,
                    upper);
        }
        if (paired == columns) {
            return;
        }
        for (int r = 0; r < rows; r++) {
            long residualFrom = residual == null ? 0 : residualAt[first + r];
            for (int j = paired; j < columns; j++) {
                long at = columnAt + j * 4L;
                float value = tile[tileAt + r * tileColumns + j];
                value = bias == null ? value : value + bias.get(FLOAT, at);
                value = residual == null ? value : value + residual.get(FLOAT, residualFrom + at);
                c.set(FLOAT, cAt[first + r] + at, value < lower ? lower : value > upper ? upper : value);
            }
        }
    }

    /** Two vectors of every row in straight code: a loop of two turns would cost more than its body. */
    private static void storePair(
            float[] tile,
            int tileAt,
            int tileColumns,
            int rows,
            MemorySegment c,
            long[] cAt,
            int first,
            long columnAt,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            long[] residualAt,
            float lower,
            float upper) {
        long nextAt = columnAt + V * 4L;
        MemorySegment summands = bias == null ? NOTHING : bias;
        long summandsAt = bias == null ? 0 : columnAt;
        FloatVector biasLeft = load(summands, summandsAt);
        FloatVector biasRight = load(summands, summandsAt + V * 4L);
        for (int r = 0; r < rows; r++) {
            FloatVector left = FloatVector.fromArray(SPECIES, tile, tileAt + r * tileColumns)
                    .add(biasLeft);
            FloatVector right = FloatVector.fromArray(SPECIES, tile, tileAt + r * tileColumns + V)
                    .add(biasRight);
            if (residual != null) {
                left = left.add(load(residual, residualAt[first + r] + columnAt));
                right = right.add(load(residual, residualAt[first + r] + nextAt));
            }
            if (lower != Float.NEGATIVE_INFINITY) {
                left = left.blend(lower, left.compare(VectorOperators.LT, lower));
                right = right.blend(lower, right.compare(VectorOperators.LT, lower));
            }
            if (upper != Float.POSITIVE_INFINITY) {
                left = left.blend(upper, left.compare(VectorOperators.GT, upper));
                right = right.blend(upper, right.compare(VectorOperators.GT, upper));
            }
            left.intoMemorySegment(c, cAt[first + r] + columnAt, ByteOrder.nativeOrder());
            right.intoMemorySegment(c, cAt[first + r] + nextAt, ByteOrder.nativeOrder());
        }
    }

    @Override
    public void storeRows(
            float[] tile,
            int tileColumns,
            int rows,
            int columns,
            MemorySegment c,
            long[] cAt,
            int first,
            long columnAt,
            MemorySegment bias,
            @Nullable MemorySegment residual,
            long[] residualAt,
            float lower,
            float upper) {
        int vectors = SPECIES.loopBound(columns);
        for (int r = 0; r < rows; r++) {
            int from = r * tileColumns;
            long to = cAt[first + r] + columnAt;
            if (residual == null) {
                storeRow(tile, from, vectors, c, to, bias, columnAt, lower, upper);
                storeRest(tile, from, vectors, columns, c, to, bias, columnAt, lower, upper);
            } else {
                long residualFrom = residualAt[first + r] + columnAt;
                storeRow(tile, from, vectors, c, to, bias, columnAt, residual, residualFrom, lower, upper);
                storeRest(tile, from, vectors, columns, c, to, bias, columnAt, residual, residualFrom, lower, upper);
            }
        }
    }

    private static void storeRow(
            float[] tile,
            int tileAt,
            int columns,
            MemorySegment c,
            long cAt,
            MemorySegment bias,
            long biasAt,
            float lower,
            float upper) {
        for (int j = 0; j < columns; j += V) {
            FloatVector value = FloatVector.fromArray(SPECIES, tile, tileAt + j).add(load(bias, biasAt + j * 4L));
            if (lower != Float.NEGATIVE_INFINITY) {
                value = value.blend(lower, value.compare(VectorOperators.LT, lower));
            }
            if (upper != Float.POSITIVE_INFINITY) {
                value = value.blend(upper, value.compare(VectorOperators.GT, upper));
            }
            value.intoMemorySegment(c, cAt + j * 4L, ByteOrder.nativeOrder());
        }
    }

    private static void storeRow(
            float[] tile,
            int tileAt,
            int columns,
            MemorySegment c,
            long cAt,
            MemorySegment bias,
            long biasAt,
            MemorySegment residual,
            long residualAt,
            float lower,
            float upper) {
        for (int j = 0; j < columns; j += V) {
            FloatVector value = FloatVector.fromArray(SPECIES, tile, tileAt + j)
                    .add(load(bias, biasAt + j * 4L))
                    .add(load(residual, residualAt + j * 4L));
            if (lower != Float.NEGATIVE_INFINITY) {
                value = value.blend(lower, value.compare(VectorOperators.LT, lower));
            }
            if (upper != Float.POSITIVE_INFINITY) {
                value = value.blend(upper, value.compare(VectorOperators.GT, upper));
            }
            value.intoMemorySegment(c, cAt + j * 4L, ByteOrder.nativeOrder());
        }
    }

    private static void storeRest(
            float[] tile,
            int tileAt,
            int from,
            int to,
            MemorySegment c,
            long cAt,
            MemorySegment bias,
            long biasAt,
            float lower,
            float upper) {
        for (int j = from; j < to; j++) {
            float value = tile[tileAt + j] + bias.get(FLOAT, biasAt + j * 4L);
            c.set(FLOAT, cAt + j * 4L, value < lower ? lower : value > upper ? upper : value);
        }
    }

    private static void storeRest(
            float[] tile,
            int tileAt,
            int from,
            int to,
            MemorySegment c,
            long cAt,
            MemorySegment bias,
            long biasAt,
            MemorySegment residual,
            long residualAt,
            float lower,
            float upper) {
        for (int j = from; j < to; j++) {
            float value = tile[tileAt + j] + bias.get(FLOAT, biasAt + j * 4L);
            value += residual.get(FLOAT, residualAt + j * 4L);
            c.set(FLOAT, cAt + j * 4L, value < lower ? lower : value > upper ? upper : value);
        }
    }

    @Override
    public void load(
            float[] tile, int tileColumns, int rows, int columns, MemorySegment c, long cAt, long cStride, float beta) {
        int paired = columns - columns % (2 * V);
        for (int j = 0; j < paired; j += 2 * V) {
            loadPair(tile, j, tileColumns, rows, c, cAt + j * 4L, cStride, beta);
        }
        for (int j = paired; j < columns; j++) {
            for (int r = 0; r < rows; r++) {
                tile[r * tileColumns + j] = c.get(FLOAT, cAt + r * cStride + j * 4L) * beta;
            }
        }
    }

    private static void loadPair(
            float[] tile, int tileAt, int tileColumns, int rows, MemorySegment c, long cAt, long cStride, float beta) {
        FloatVector factor = FloatVector.broadcast(SPECIES, beta);
        for (int r = 0; r < rows; r++) {
            load(c, cAt + r * cStride).mul(factor).intoArray(tile, tileAt + r * tileColumns);
            load(c, cAt + r * cStride + V * 4L).mul(factor).intoArray(tile, tileAt + r * tileColumns + V);
        }
    }

    @Override
    public void store(float[] tile, int tileColumns, int rows, int columns, MemorySegment c, long cAt, long cStride) {
        int paired = columns - columns % (2 * V);
        for (int j = 0; j < paired; j += 2 * V) {
            storePair(tile, j, tileColumns, rows, c, cAt + j * 4L, cStride);
        }
        for (int j = paired; j < columns; j++) {
            for (int r = 0; r < rows; r++) {
                c.set(FLOAT, cAt + r * cStride + j * 4L, tile[r * tileColumns + j]);
            }
        }
    }

    private static void storePair(
            float[] tile, int tileAt, int tileColumns, int rows, MemorySegment c, long cAt, long cStride) {
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(SPECIES, tile, tileAt + r * tileColumns)
                    .intoMemorySegment(c, cAt + r * cStride, ByteOrder.nativeOrder());
            FloatVector.fromArray(SPECIES, tile, tileAt + r * tileColumns + V)
                    .intoMemorySegment(c, cAt + r * cStride + V * 4L, ByteOrder.nativeOrder());
        }
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }

    private static MemorySegment nothing() {
        MemorySegment segment = Arena.ofAuto().allocate(2L * V * Float.BYTES, 64);
        for (int i = 0; i < 2 * V; i++) {
            segment.setAtIndex(FLOAT, i, -0.0f);
        }
        return segment;
    }
}
