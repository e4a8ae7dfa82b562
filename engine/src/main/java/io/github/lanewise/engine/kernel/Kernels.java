package io.github.lanewise.engine.kernel;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The one-time choice between the SIMD tier and the scalar tier.
 *
 * <p>Both tiers are reached by reflection alone: this room does not depend on those that implement it, and a class path
 * without {@code jdk.incubator.vector} still runs. The SIMD tier serves when that module is there, C2 compiles, the
 * processor has fused multiply-add, and its kernels become fast when they are warmed up. System property {@value #TIER_PROPERTY} = {@code scalar} forbids it.
 */
public final class Kernels {

    /** Set to {@code scalar} to keep the SIMD tier off. */
    public static final String TIER_PROPERTY = "lanewise.tier";

    private static final String SIMD = "io.github.lanewise.engine.kernel.simd.SimdKernels";
    private static final String SCALAR = "io.github.lanewise.engine.kernel.scalar.ScalarKernels";

    private record Choice(boolean simd, KernelSet kernels, String reason) {}

    private static final class Holder {
        private static final Choice CHOICE = choose();
    }

    /** The kernels that serve; the first call compiles them, which takes some seconds. */
    public static KernelSet current() {
        return Holder.CHOICE.kernels;
    }

    /**
     * The transforms of Winograd convolutions with tiles of 2 or 4 outputs along each axis, from the tier that serves; the
     * first call compiles them. They come from the scalar tier, with the same bits, if they do not become fast, or if vectors
     * are longer than {@link WinogradTransform#LINE}.
     */
    public static WinogradTransform winograd(int outputs) {
        return outputs == 2 ? Winograd2.TRANSFORM : Winograd4.TRANSFORM;
    }

    private static final class Winograd2 {
        private static final WinogradTransform TRANSFORM = compiledWinograd(2);
    }

    private static final class Winograd4 {
        private static final WinogradTransform TRANSFORM = compiledWinograd(4);
    }

    private static WinogradTransform compiledWinograd(int outputs) {
        KernelSet kernels = current();
        WinogradTransform transform = kernels.winograd(outputs);
        boolean fits = kernels.vectorBits() <= Float.SIZE * WinogradTransform.LINE;
        boolean fast = !Holder.CHOICE.simd || (fits && WarmUp.compile(transform, kernels.onHeap()));
        return fast ? transform : scalar().winograd(outputs);
    }

    /** Why this tier serves, in one sentence. */
    public static String reason() {
        return Holder.CHOICE.reason;
    }

    private static Choice choose() {
        KernelSet scalar = scalar();
        String obstacle = obstacle();
        Choice choice = obstacle == null ? simdOr(scalar) : new Choice(false, scalar, obstacle);
        System.getLogger("io.github.lanewise.engine")
                .log(
                        choice.simd ? Level.INFO : Level.WARNING,
                        "Lanewise {0} tier, {1}-bit vectors: {2}",
                        choice.simd ? "SIMD" : "scalar",
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

    private static Choice simdOr(KernelSet scalar) {
        try {
            KernelSet simd = load(SIMD);
            return WarmUp.compile(simd)
                    ? new Choice(true, simd, "jdk.incubator.vector, C2 and fused multiply-add are present")
                    : new Choice(false, scalar, "the vector kernels did not become fast on this virtual machine");
        } catch (ReflectiveOperationException | LinkageError e) {
            return new Choice(false, scalar, "the vector kernels did not load: " + e);
        }
    }

    private static KernelSet scalar() {
        try {
            return load(SCALAR);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the engine's jar is incomplete: " + SCALAR, e);
        }
    }

    private static KernelSet load(String name) throws ReflectiveOperationException {
        return Class.forName(name)
                .asSubclass(KernelSet.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    private Kernels() {}
}
