package io.github.lanewise.engine;

import io.github.lanewise.engine.gemm.Operand;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Products of float32 matrices, row-major, with the semantics of BLAS: {@code C = alpha op(A) op(B) + beta C} where
 * {@code op(A)} is {@code [m, k]}, {@code op(B)} is {@code [k, n]} and C is {@code [m, n]}.
 *
 * <p>Every element of C is one chain of fused multiply-adds, {@code fma(alpha a, b, sum)} with k ascending, that begins at
 * {@code beta c}: the same bits for every vector width, thread count and run. With {@code beta = 0} C is not read; with
 * {@code alpha = 0} or {@code k = 0} A and B are not. NaN and infinities propagate. C must not overlap A or B.
 */
public final class Gemm {

    /**
     * {@code C = alpha op(A) op(B) + beta C}; offsets and leading dimensions in elements. Native segments are used where
     * they lie, heap segments are copied.
     *
     * @throws ShapeException if a dimension is negative, a leading dimension too small or a segment too short
     */
    public static void sgemm(
            Transpose transA,
            Transpose transB,
            int m,
            int n,
            int k,
            float alpha,
            MemorySegment a,
            long aOffset,
            int lda,
            MemorySegment b,
            long bOffset,
            int ldb,
            float beta,
            MemorySegment c,
            long cOffset,
            int ldc,
            Workers workers) {
        boolean aTransposed = transA == Transpose.YES;
        boolean bTransposed = transB == Transpose.YES;
        checkDimensions(m, n, k);
        boolean reads = alpha != 0 && k != 0 && m != 0 && n != 0;
        long aFloats = reads ? extent("A", aTransposed ? k : m, aTransposed ? m : k, lda, aOffset, a) : 0;
        long bFloats = reads ? extent("B", bTransposed ? n : k, bTransposed ? k : n, ldb, bOffset, b) : 0;
        long cFloats = extent("C", m, n, ldc, cOffset, c);
        if (c.isReadOnly()) {
            throw new IllegalArgumentException("sgemm: C is read-only");
        }
        Workers forked = workers.forProducts((long) m * n * k).reaching("C", c);
        if (reads) {
            forked = forked.reaching("A", a).reaching("B", b);
        }
        if (m == 0 || n == 0) {
            return;
        }
        GemmCall call = GemmCall.POOL.acquire();
        try {
            if (reads) {
                input(call, 0, call.a(), a, aOffset, aFloats, lda, aTransposed);
                input(call, 1, call.b(), b, bOffset, bFloats, ldb, bTransposed);
            }
            if (c.isNative()) {
                call.c().set(c, cOffset, ldc, false);
                call.run(!bTransposed, m, n, k, alpha, beta, forked);
            } else {
                MemorySegment copy = call.copy(2, cFloats * Float.BYTES);
                if (beta != 0) {
                    MemorySegment.copy(c, cOffset * Float.BYTES, copy, 0, cFloats * Float.BYTES);
                }
                call.c().set(copy, 0, ldc, false);
                call.run(!bTransposed, m, n, k, alpha, beta, forked);
                for (int i = 0; i < m; i++) {
                    long row = (long) i * ldc * Float.BYTES;
                    MemorySegment.copy(copy, row, c, cOffset * Float.BYTES + row, (long) n * Float.BYTES);
                }
            }
        } finally {
            call.release();
        }
    }

    /** {@link #sgemm} on arrays, which are copied to native memory and back. */
    public static void sgemm(
            Transpose transA,
            Transpose transB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float beta,
            float[] c,
            int cOffset,
            int ldc,
            Workers workers) {
        sgemm(
                transA,
                transB,
                m,
                n,
                k,
                alpha,
                MemorySegment.ofArray(a),
                aOffset,
                lda,
                MemorySegment.ofArray(b),
                bOffset,
                ldb,
                beta,
                MemorySegment.ofArray(c),
                cOffset,
                ldc,
                workers);
    }

    /**
     * {@link #sgemm} on buffers in native byte order, from their positions to their limits, which stay as they are. Direct
     * buffers are used where they lie, others are copied.
     */
    public static void sgemm(
            Transpose transA,
            Transpose transB,
            int m,
            int n,
            int k,
            float alpha,
            FloatBuffer a,
            int lda,
            FloatBuffer b,
            int ldb,
            float beta,
            FloatBuffer c,
            int ldc,
            Workers workers) {
        sgemm(
                transA,
                transB,
                m,
                n,
                k,
                alpha,
                segment("A", a),
                0,
                lda,
                segment("B", b),
                0,
                ldb,
                beta,
                segment("C", c),
                0,
                ldc,
                workers);
    }

    /** {@code C = A B} for dense tensors A {@code [m, k]}, B {@code [k, n]}, C {@code [m, n]}. */
    public static void multiply(Tensor a, Tensor b, Tensor c, Workers workers) {
        checkMatrix("A", a);
        checkMatrix("B", b);
        checkMatrix("C", c);
        int m = a.shape().dimension(0);
        int k = a.shape().dimension(1);
        int n = b.shape().dimension(1);
        if (b.shape().dimension(0) != k
                || c.shape().dimension(0) != m
                || c.shape().dimension(1) != n) {
            throw new ShapeException(
                    "multiply: A " + a.shape() + " and B " + b.shape() + " do not give C " + c.shape());
        }
        MemorySegment right = b.segment();
        sgemm(Transpose.NO, Transpose.NO, m, n, k, 1, a.segment(), 0, k, right, 0, n, 0, c.segment(), 0, n, workers);
    }

    /**
     * {@code C = function(activation(A B + bias + residual))} for dense A {@code [m, k]}, packed B {@code [k, n]} and C,
     * residual {@code [m, n]}; the bias is added to every row. A is read where it lies. C must not overlap A; it may be the
     * residual.
     *
     * @throws ShapeException if the shapes do not fit
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    public static void multiply(
            Tensor a, PackedMatrix b, Epilogue epilogue, @Nullable Tensor residual, Tensor c, Workers workers) {
        checkMatrix("A", a);
        checkMatrix("C", c);
        int m = a.shape().dimension(0);
        if (a.shape().dimension(1) != b.k()
                || c.shape().dimension(0) != m
                || c.shape().dimension(1) != b.n()) {
            throw new ShapeException("multiply: A " + a.shape() + " and packed B [" + b.k() + ", " + b.n()
                    + "] do not give C " + c.shape());
        }
        if (residual != null && !(residual.shape().equals(c.shape()) && residual.isDense())) {
            throw new ShapeException("multiply: residual " + residual.shape() + " must be dense like C " + c.shape());
        }
        Tensor bias = epilogue.bias();
        if (bias != null && bias.shape().elements() != b.n()) {
            throw new ShapeException(
                    "multiply: bias " + bias.shape() + " does not fit packed B [" + b.k() + ", " + b.n() + "]");
        }
        Workers forked = workers.forProducts((long) m * b.n() * b.k())
                .reaching("A", a)
                .reaching("B", b.panels().segment())
                .reaching("bias", bias)
                .reaching("residual", residual)
                .reaching("C", c);
        if (m == 0 || b.n() == 0) {
            return;
        }
        PackedCall call = PackedCall.POOL.acquire();
        try {
            call.run(a, b, epilogue, residual, c, forked);
        } finally {
            call.release();
        }
    }

    private static void input(
            GemmCall call,
            int index,
            Operand operand,
            MemorySegment matrix,
            long offset,
            long floats,
            int ld,
            boolean transposed) {
        if (matrix.isNative()) {
            operand.set(matrix, offset, ld, transposed);
            return;
        }
        MemorySegment copy = call.copy(index, floats * Float.BYTES);
        MemorySegment.copy(matrix, offset * Float.BYTES, copy, 0, floats * Float.BYTES);
        operand.set(copy, 0, ld, transposed);
    }

    private static void checkDimensions(int m, int n, int k) {
        if (m < 0 || n < 0 || k < 0) {
            throw new ShapeException("sgemm: m, n and k must not be negative, got " + m + ", " + n + ", " + k);
        }
    }

    /** Floats from the first to the last element of a matrix, after checking that they are there. */
    private static long extent(String name, int rows, int columns, int ld, long offset, MemorySegment matrix) {
        if (ld < Math.max(1, columns)) {
            throw new ShapeException("sgemm: " + name + " [" + rows + ", " + columns
                    + "] needs a leading dimension of at least " + Math.max(1, columns) + ", got " + ld);
        }
        long floats = rows == 0 || columns == 0 ? 0 : (rows - 1L) * ld + columns;
        long present = matrix.byteSize() / Float.BYTES;
        if (offset < 0 || floats > present - offset) {
            throw new ShapeException("sgemm: " + name + " [" + rows + ", " + columns + "] with leading dimension " + ld
                    + " needs " + floats + " floats from offset " + offset + ", got " + present);
        }
        return floats;
    }

    private static void checkMatrix(String name, Tensor tensor) {
        if (tensor.shape().rank() != 2 || !tensor.isDense()) {
            throw new ShapeException("multiply: " + name + " must be a dense matrix, got " + tensor.shape());
        }
    }

    private static MemorySegment segment(String name, FloatBuffer buffer) {
        if (buffer.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("sgemm: buffer " + name + " is in " + buffer.order()
                    + " order; use ByteBuffer.order(ByteOrder.nativeOrder()) before asFloatBuffer()");
        }
        return MemorySegment.ofBuffer(buffer);
    }

    private Gemm() {}
}
