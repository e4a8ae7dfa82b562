package io.github.lanewise.engine.gemm;

/**
 * The product that is being computed, {@code C = alpha op(A) op(B) + beta C}, and the block of op(B) that is in hand: kCount
 * of its k rows and {@code columns} of its n columns. Mutable, so that a call in steady state allocates nothing.
 */
final class Block {

    final Operand a = new Operand();
    final Operand b = new Operand();
    final Operand c = new Operand();
    int m;
    int n;
    int k;
    float alpha;
    float beta;
    int kFrom;
    int kCount;
    int columnFrom;
    int columns;

    /** What the values in C count: beta before the first products are added, 1 from then on. */
    float scale() {
        return kFrom == 0 ? beta : 1;
    }
}
