package io.github.lanewise.engine.gemm;

/**
 * The product that is being computed, {@code C = alpha op(A) op(B) + beta C}, and the block of op(B) that one worker has in
 * hand: kCount of its k rows and {@code columns} of its n columns. Mutable, so that a call in steady state allocates nothing.
 */
final class Block {

    final Operand a;
    final Operand b;
    final Operand c;
    float alpha;
    float beta;
    int kFrom;
    int kCount;
    int columnFrom;
    int columns;

    Block(Operand a, Operand b, Operand c) {
        this.a = a;
        this.b = b;
        this.c = c;
    }

    /** What the values in C count: beta before the first products are added, 1 from then on. */
    float scale() {
        return kFrom == 0 ? beta : 1;
    }

    /** First column of a panel of {@code width} columns. */
    int column(int panel, int width) {
        return columnFrom + panel * width;
    }

    /** Columns of a panel that are in the block. */
    int valid(int panel, int width) {
        return Math.min(width, columns - panel * width);
    }
}
