package io.github.lanewise.engine.kernel;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one-time choice between the SIMD tier and the scalar tier.
 *
 * <p>Both tiers are reached by reflection alone: this room does not depend on those that implement it, and a class path
 * without {@code jdk.incubator.vector} still runs. The SIMD tier serves when that module is there, C2 compiles, and the
 * processor has fused multiply-add; until its kernels are compiled, in the background, plain Java serves in their place.
 * System property {@value #TIER_PROPERTY} = {@code scalar} forbids it.
 */
public final class Kernels {

    /** Set to {@code scalar} to keep the SIMD tier off. */
    public static final String TIER_PROPERTY = "lanewise.tier";

    /** Set to {@code compiled} to have the first use of the engine wait until all kernels are compiled. */
    public static final String START_PROPERTY = "lanewise.start";

    private static final String SIMD = "io.github.lanewise.engine.kernel.simd.SimdKernels";
    private static final String SCALAR = "io.github.lanewise.engine.kernel.scalar.ScalarKernels";

    private record Choice(KernelSet kernels, String reason) {
        boolean simd() {
            return kernels instanceof StartingKernels;
        }
    }

    private static final class Holder {
        private static final Choice CHOICE = choose();
    }

    /**
     * The kernels that serve. What the set returns may change until {@link #await} has returned true, so it is asked at every
     * call.
     */
    public static KernelSet current() {
        return Holder.CHOICE.kernels;
    }

    /**
     * Waits until the vector kernels that somebody has asked for are compiled; false if some did not become fast and plain
     * Java goes on in their place.
     */
    public static boolean await() {
        return !(Holder.CHOICE.kernels instanceof StartingKernels starting) || starting.await();
    }

    /** Why this tier serves, in one sentence. */
    public static String reason() {
        return Holder.CHOICE.reason;
    }

    private static Choice choose() {
        PlainKernels scalar = scalar();
        String obstacle = obstacle();
        Choice choice = obstacle == null ? simdOr(scalar) : new Choice(scalar, obstacle);
        System.getLogger("io.github.lanewise.engine")
                .log(
                        choice.simd() ? Level.INFO : Level.WARNING,
                        "Lanewise {0} tier, {1}-bit vectors: {2}",
                        choice.simd() ? "SIMD" : "scalar",
                        choice.kernels.vectorBits(),
                        choice.reason);
        return choice;
    }

    private static @Nullable String obstacle() {
        if ("scalar".equals(System.getProperty(TIER_PROPERTY))) {
            return "the scalar tier was asked for with -D" + TIER_PROPERTY + "=scalar";
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "module jdk.incubator.vector is not resolved; add --add-modules jdk.incubator.vector";
        }
        String vm = System.getProperty("java.vm.name", "") + " " + System.getProperty("java.vm.info", "");
        if (!vm.contains("HotSpot") && !vm.contains("OpenJDK")) {
            return "this virtual machine is not HotSpot: " + vm;
        }
        if (vm.contains("interpreted") || vm.contains("emulated-client")) {
            return "the C2 compiler is off (" + System.getProperty("java.vm.info") + ")";
        }
        if (HotSpotFlags.number("TieredStopAtLevel", 4) < 4) {
            return "the C2 compiler is off (-XX:TieredStopAtLevel below 4)";
        }
        if (HotSpotFlags.enabled("UseJVMCICompiler", false)) {
            return "a JVMCI compiler stands in for C2";
        }
        if (!HotSpotFlags.enabled("UseFMA", true) || HotSpotFlags.number("UseAVX", 1) < 1) {
            return "no fused multiply-add in hardware, or switched off (UseFMA, UseAVX)";
        }
        return null;
    }

    private static Choice simdOr(PlainKernels scalar) {
        StartingKernels starting;
        try {
            starting = new StartingKernels(load(SIMD, KernelSet.class), scalar, new WarmUp(), background());
        } catch (ReflectiveOperationException | LinkageError e) {
            return new Choice(scalar, "the vector kernels did not load: " + e);
        }
        starting.requestForNetworks();
        if ("compiled".equals(System.getProperty(START_PROPERTY))) {
            starting.requestAll();
            starting.await();
        }
        return new Choice(starting, "jdk.incubator.vector, C2 and fused multiply-add are present");
    }

    /** A thread that ends when it has nothing to do. */
    private static Executor background() {
        ThreadFactory factory = Thread.ofPlatform()
                .name("lanewise-warm-up")
                .daemon()
                .inheritInheritableThreadLocals(false)
                .factory();
        return new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    }

    private static PlainKernels scalar() {
        try {
            return load(SCALAR, PlainKernels.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the engine's jar is incomplete: " + SCALAR, e);
        }
    }

    private static <K> K load(String name, Class<K> type) throws ReflectiveOperationException {
        return Class.forName(name).asSubclass(type).getDeclaredConstructor().newInstance();
    }

    private Kernels() {}
}
