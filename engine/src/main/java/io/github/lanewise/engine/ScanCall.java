package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * What one call works with that looks at every element of a tensor. A part is a block of elements, by their numbers in
 * row-major order; an element belongs to one of eight chains by its number too, so physical padding changes no sum.
 */
final class ScanCall implements Workers.Task {
    private static final Pool<ScanCall> POOL = new Pool<>(ScanCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final int BLOCK = 1 << 14;
    private static final int CHAINS = 8;

    enum Operation {
        SUM_OF_SQUARES,
        COUNT_DENORMALS,
        FLUSH_DENORMALS
    }

    private final KernelSet kernels = Kernels.current();
    private Operation operation = Operation.SUM_OF_SQUARES;
    private Tensor x = NOTHING;
    private long rowElements;
    private double[] results = {};
    private double[][] threadChains = {};

    private ScanCall() {}

    /** The sum over all elements; counts are exact. */
    static double run(Operation operation, Tensor x, Workers workers) {
        Workers forked = workers.forWork(x.shape().elements()).reaching("x", x);
        ScanCall call = POOL.acquire();
        try {
            call.operation = operation;
            call.x = x;
            return call.run(forked);
        } finally {
            call.x = NOTHING;
            POOL.release(call);
        }
    }

    private double run(Workers workers) {
        long elements = x.shape().elements();
        int blocks = Math.toIntExact(Math.ceilDiv(elements, BLOCK));
        rowElements = x.isDense()
                ? elements
                : (long) x.shape().dimension(2) * x.shape().dimension(3);
        if (results.length < blocks) {
            results = new double[blocks];
        }
        if (threadChains.length < workers.threads()) {
            threadChains = new double[workers.threads()][CHAINS];
        }
        workers.run(blocks, this);
        double sum = 0;
        for (int block = 0; block < blocks; block++) {
            sum += results[block];
        }
        return sum;
    }

    @Override
    public void run(int block, int thread) {
        double[] chains = threadChains[thread];
        Arrays.fill(chains, 0);
        long end = Math.min(x.shape().elements(), (block + 1L) * BLOCK);
        for (long element = (long) block * BLOCK; element < end; ) {
            int n = (int) (Math.min(end, (element / rowElements + 1) * rowElements) - element);
            span(n, element, chains);
            element += n;
        }
        double sum = 0;
        for (double chain : chains) {
            sum += chain;
        }
        results[block] = sum;
    }

    private void span(int n, long element, double[] chains) {
        MemorySegment segment = x.segment();
        long at = 4 * element;
        if (!x.isDense()) {
            int row = Math.toIntExact(element / rowElements);
            int height = x.shape().dimension(1);
            at = x.at(row / height, row % height, 0) + 4 * (element % rowElements);
        }
        if (operation == Operation.SUM_OF_SQUARES) {
            addSquares(n, (int) (element % CHAINS), segment, at, chains);
            return;
        }
        int denormals = kernels.training().countDenormals(n, segment, at);
        chains[0] += denormals;
        if (denormals > 0 && operation == Operation.FLUSH_DENORMALS) {
            kernels.training().flushDenormals(n, segment, at);
        }
    }

    private static void addSquares(int n, int firstChain, MemorySegment x, long at, double[] chains) {
        int before = Math.min(n, (CHAINS - firstChain) % CHAINS);
        int whole = before + (n - before) / CHAINS * CHAINS;
        addSquares(0, before, firstChain, x, at, chains);
        addWholeSquares(before, whole, x, at, chains);
        addSquares(whole, n, 0, x, at, chains);
    }

    private static void addSquares(int from, int to, int firstChain, MemorySegment x, long at, double[] chains) {
        for (int i = from; i < to; i++) {
            chains[firstChain + i - from] += square(x, at + i * 4L);
        }
    }

    private static void addWholeSquares(int from, int to, MemorySegment x, long at, double[] chains) {
        double c0 = chains[0], c1 = chains[1], c2 = chains[2], c3 = chains[3];
        double c4 = chains[4], c5 = chains[5], c6 = chains[6], c7 = chains[7];
        for (int i = from; i < to; i += CHAINS) {
            long here = at + i * 4L;
            c0 += square(x, here);
            c1 += square(x, here + 4);
            c2 += square(x, here + 8);
            c3 += square(x, here + 12);
            c4 += square(x, here + 16);
            c5 += square(x, here + 20);
            c6 += square(x, here + 24);
            c7 += square(x, here + 28);
        }
        chains[0] = c0;
        chains[1] = c1;
        chains[2] = c2;
        chains[3] = c3;
        chains[4] = c4;
        chains[5] = c5;
        chains[6] = c6;
        chains[7] = c7;
    }

    /** Exact: a product of two float32 fits float64. */
    private static double square(MemorySegment x, long at) {
        double value = x.get(FLOAT, at);
        return value * value;
    }
}
