package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.TileStore;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Specials;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TileStoreTest {
    private static final int[] COLUMNS = {0, 1, 7, 8, 9, 16, 17, 31, 32, 48, 67};
    private static final int ROWS = 5;

    /** In floats. */
    private static final int TILE_COLUMNS = 70, TILE_AT = 9, FIRST = 2, COLUMN_AT = 3, STRIDE = 83;

    static Stream<Named<TileStore>> stores() {
        return NamedKernels.of(List.of(new SimdTileStore(), new ScalarKernels().tiles()));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void storesWithEveryEpilogue(TileStore store) {
        Activation[] activations = {
            Activation.IDENTITY, Activation.RELU, Activation.clippedRelu(0.25f), new Activation(-1e30f, 0.5f)
        };
        for (int columns : COLUMNS) {
            for (Activation activation : activations) {
                for (int epilogue = 0; epilogue < 4; epilogue++) {
                    assertStores(store, columns, activation, epilogue % 2 == 1, epilogue / 2 == 1, false);
                }
                for (boolean hasResidual : new boolean[] {false, true}) {
                    assertStores(store, columns, activation, true, hasResidual, true);
                }
            }
        }
    }

    private static void assertStores(
            TileStore store,
            int columns,
            Activation activation,
            boolean hasBias,
            boolean hasResidual,
            boolean rowByRow) {
        float[] tile = special(1, TILE_AT + ROWS * TILE_COLUMNS);
        float[] bias = special(2, COLUMN_AT + columns);
        float[] residual = special(3, (ROWS + 1) * STRIDE);
        float[] expected = Problems.floats(4, (ROWS + 1) * STRIDE);
        long[] rowsAt = addresses(row -> ROWS - 1 - row);
        long[] residualsAt = addresses(row -> row);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment c = segment(arena, expected);
            MemorySegment summands = segment(arena, bias);
            MemorySegment residuals = hasResidual ? segment(arena, residual) : null;
            float lower = activation.lower();
            float upper = activation.upper();
            long at = 4 * COLUMN_AT;
            if (rowByRow) {
                float[] rows = Arrays.copyOfRange(tile, TILE_AT, tile.length);
                store.storeRows(
                        rows,
                        TILE_COLUMNS,
                        ROWS,
                        columns,
                        c,
                        rowsAt,
                        FIRST,
                        at,
                        summands,
                        residuals,
                        residualsAt,
                        lower,
                        upper);
            } else {
                store.store(
                        tile,
                        TILE_AT,
                        TILE_COLUMNS,
                        ROWS,
                        columns,
                        c,
                        rowsAt,
                        FIRST,
                        at,
                        hasBias ? summands : null,
                        residuals,
                        residualsAt,
                        lower,
                        upper);
            }
            for (int i = 0; i < ROWS * columns; i++) {
                int row = i / columns;
                int column = COLUMN_AT + i % columns;
                float value = tile[TILE_AT + row * TILE_COLUMNS + i % columns];
                value = hasBias ? value + bias[column] : value;
                value = hasResidual ? value + residual[(int) residualsAt[FIRST + row] / 4 + column] : value;
                expected[(int) rowsAt[FIRST + row] / 4 + column] = activation.apply(value);
            }
            assertArrayEquals(
                    expected,
                    c.toArray(ValueLayout.JAVA_FLOAT),
                    () -> columns + " columns, " + activation + ", bias " + hasBias + ", residual " + hasResidual);
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void loadsAndStoresAtAConstantStride(TileStore store) {
        for (int columns : COLUMNS) {
            for (float beta : new float[] {1, -1, 0.3f}) {
                assertLoadsAndStores(store, columns, beta);
            }
        }
    }

    private static void assertLoadsAndStores(TileStore store, int columns, float beta) {
        float[] matrix = special(5, ROWS * STRIDE);
        float[] expectedTile = Problems.floats(6, ROWS * TILE_COLUMNS);
        float[] tile = expectedTile.clone();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment c = segment(arena, matrix);
            store.load(tile, TILE_COLUMNS, ROWS, columns, c, 4 * COLUMN_AT, 4 * STRIDE, beta);
            store.store(tile, TILE_COLUMNS, ROWS, columns, c, 4 * COLUMN_AT, 4 * STRIDE);
            for (int i = 0; i < ROWS * columns; i++) {
                int at = i / columns * STRIDE + COLUMN_AT + i % columns;
                matrix[at] *= beta;
                expectedTile[i / columns * TILE_COLUMNS + i % columns] = matrix[at];
            }
            String what = columns + " columns, beta " + beta;
            assertArrayEquals(expectedTile, tile, what);
            assertArrayEquals(matrix, c.toArray(ValueLayout.JAVA_FLOAT), what);
        }
    }

    private static long[] addresses(IntUnaryOperator rowOf) {
        return IntStream.range(0, FIRST + ROWS)
                .mapToLong(i -> i < FIRST ? -1 : 4L * STRIDE * rowOf.applyAsInt(i - FIRST))
                .toArray();
    }

    private static float[] special(long seed, int count) {
        float[] values = Specials.sprinkle(seed, 29, Specials.extreme(), Problems.floats(seed, count));
        return Specials.sprinkle(seed + 1, 29, Specials.notFinite(), values);
    }

    private static MemorySegment segment(Arena arena, float[] values) {
        return arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
    }
}
