package io.github.lanewise.engine.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GridProperties {
    private static final int MR = 6, NR = 16;

    @Property
    void partsCoverEveryElementOnceByWholeTiles(
            @ForAll @IntRange(min = 1, max = 300) int m,
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll @IntRange(min = 1, max = 100_000) int k,
            @ForAll @IntRange(min = 1, max = 9) int threads) {
        Grid grid = new Grid(MR, NR);
        grid.cut(m, n, k, threads);
        int[] covered = new int[m * n];
        for (int part = 0; part < grid.parts(); part++) {
            assertThat(grid.rowFrom(part) % MR).isZero();
            assertThat(grid.columnFrom(part) % NR).isZero();
            for (int i = grid.rowFrom(part); i < grid.rowTo(part); i++) {
                for (int j = grid.columnFrom(part); j < grid.columnTo(part); j++) {
                    covered[i * n + j]++;
                }
            }
        }
        assertThat(covered).containsOnly(1);
    }

    @Property
    void everyThreadHasAPartWhereTilesSuffice(
            @ForAll @IntRange(min = 1, max = 5000) int m,
            @ForAll @IntRange(min = 1, max = 5000) int n,
            @ForAll @IntRange(min = 1, max = 64) int threads) {
        Grid grid = new Grid(MR, NR);
        grid.cut(m, n, 1024, threads);
        long tiles = (long) Math.ceilDiv(m, MR) * Math.ceilDiv(n, NR);
        assertThat(grid.parts()).isBetween((int) Math.min(tiles, threads), 4 * threads);
    }
}
