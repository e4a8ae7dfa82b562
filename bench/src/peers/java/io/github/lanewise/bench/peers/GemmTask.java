package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.GemmProblem;

/** A matrix product from operands that nobody has packed beforehand. */
final class GemmTask implements Task {

    /** What Java libraries without a micro-kernel do in about a second. */
    private static final double LONGEST_FLOPS = 2.2e9;

    private final GemmProblem problem;
    private final float[] a;
    private final float[] b;
    private final Product product;

    private GemmTask(GemmProblem problem, float[] a, float[] b, Product product) {
        this.problem = problem;
        this.a = a;
        this.b = b;
        this.product = product;
    }

    /** {@link RefusedException} if the contender has no products, or none on several threads. */
    static Task of(Contender contender, int threads, GemmProblem problem) throws RefusedException {
        if (contender == Contender.NAIVE) {
            return new SubjectTask(problem.naive());
        }
        float[] a = problem.leftOperand();
        float[] b = problem.rightOperand();
        if (threads > 1 && (contender == Contender.NETLIB || contender == Contender.EJML)) {
            throw new RefusedException("is measured on one thread only");
        }
        if (flops(problem) > LONGEST_FLOPS && (contender == Contender.NETLIB || contender == Contender.EJML)) {
            throw new RefusedException("would take seconds for a call");
        }
        Product product = switch (contender) {
            case LANEWISE -> LanewiseProduct.of(problem, a, b, threads);
            case LANEWISE_PACKED -> LanewiseProduct.packed(problem, a, b, threads);
            case MKL -> NativeProduct.mkl(problem, a, b);
            case MKL_PACKED -> NativeProduct.mklPacked(problem, a, b);
            case OPENBLAS -> NativeProduct.openBlas(problem, a, b);
            case ONEDNN -> NativeProduct.oneDnn(problem, a, b);
            case NETLIB -> new NetlibProduct(problem, a, b);
            case EJML -> new EjmlProduct(problem, a, b);
            default -> throw new RefusedException("has no matrix product");
        };
        return new GemmTask(problem, a, b, product);
    }

    static double flops(GemmProblem problem) {
        return 2.0 * problem.m() * problem.n() * problem.k();
    }

    @Override
    public double check() {
        product.run();
        problem.verify(a, b, product.result());
        return 0;
    }

    @Override
    public double operations() {
        return flops(problem);
    }

    @Override
    public void run() {
        product.run();
    }

    @Override
    public void close() {
        product.close();
    }
}
