package io.github.lanewise.engine;

import io.github.lanewise.engine.testkit.GemmProblem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The kinds of memory that {@link Gemm#sgemm} takes. */
enum Storage {
    ALIGNED_SEGMENTS,
    UNALIGNED_SEGMENTS,
    HEAP_SEGMENTS,
    ARRAYS,
    HEAP_BUFFERS,
    DIRECT_BUFFERS;

    /** The array in which C lies, after the product. */
    float[] sgemm(GemmProblem problem, Workers workers) {
        return sgemm(problem, problem.a(), problem.b(), problem.c(), workers);
    }

    /** The same with other numbers than those of the problem. */
    float[] sgemm(GemmProblem problem, float[] a, float[] b, float[] c, Workers workers) {
        return switch (this) {
            case ALIGNED_SEGMENTS, UNALIGNED_SEGMENTS, HEAP_SEGMENTS -> segments(problem, a, b, c, workers);
            case ARRAYS -> arrays(problem, a, b, c, workers);
            case HEAP_BUFFERS, DIRECT_BUFFERS -> buffers(problem, a, b, c, workers);
        };
    }

    private float[] segments(GemmProblem p, float[] a, float[] b, float[] c, Workers workers) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment result = segment(arena, c);
            Gemm.sgemm(
                    transpose(p.transA()),
                    transpose(p.transB()),
                    p.m(),
                    p.n(),
                    p.k(),
                    p.alpha(),
                    segment(arena, a),
                    p.aOffset(),
                    p.lda(),
                    segment(arena, b),
                    p.bOffset(),
                    p.ldb(),
                    p.beta(),
                    result,
                    p.cOffset(),
                    p.ldc(),
                    workers);
            return result.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        }
    }

    private static float[] arrays(GemmProblem p, float[] a, float[] b, float[] c, Workers workers) {
        Gemm.sgemm(
                transpose(p.transA()),
                transpose(p.transB()),
                p.m(),
                p.n(),
                p.k(),
                p.alpha(),
                a,
                p.aOffset(),
                p.lda(),
                b,
                p.bOffset(),
                p.ldb(),
                p.beta(),
                c,
                p.cOffset(),
                p.ldc(),
                workers);
        return c;
    }

    /** The position of a buffer stands for the offset. */
    private float[] buffers(GemmProblem p, float[] a, float[] b, float[] c, Workers workers) {
        FloatBuffer result = buffer(c).position(p.cOffset());
        Gemm.sgemm(
                transpose(p.transA()),
                transpose(p.transB()),
                p.m(),
                p.n(),
                p.k(),
                p.alpha(),
                buffer(a).position(p.aOffset()),
                p.lda(),
                buffer(b).position(p.bOffset()),
                p.ldb(),
                p.beta(),
                result,
                p.ldc(),
                workers);
        result.get(0, c);
        return c;
    }

    private MemorySegment segment(Arena arena, float[] values) {
        if (this == HEAP_SEGMENTS) {
            return MemorySegment.ofArray(values);
        }
        long shift = this == UNALIGNED_SEGMENTS ? Float.BYTES : 0;
        MemorySegment segment = arena.allocate(shift + 4L * values.length, 64).asSlice(shift);
        return segment.copyFrom(MemorySegment.ofArray(values));
    }

    private FloatBuffer buffer(float[] values) {
        if (this == HEAP_BUFFERS) {
            return FloatBuffer.wrap(values);
        }
        FloatBuffer direct = ByteBuffer.allocateDirect(4 * values.length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return direct.put(values).flip();
    }

    private static Transpose transpose(boolean transposed) {
        return transposed ? Transpose.YES : Transpose.NO;
    }
}
