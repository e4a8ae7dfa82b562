package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;

/** The engine as a whole: which kernels serve, and why. */
public final class Engine {

    /**
     * Waits until the kernels of all operators called so far are compiled. Until then plain Java computes the same bits more
     * slowly. Compiling begins with the first use of the engine, in the background.
     *
     * @return whether vector code now serves wherever the tier has it
     */
    public static boolean awaitKernels() {
        return Kernels.await();
    }

    /** Describes the engine. */
    public static EngineDescription describe() {
        KernelSet kernels = Kernels.current();
        CacheSizes caches = CacheSizes.detected();
        return new EngineDescription(
                kernels.vectorBits() == Float.SIZE ? "scalar" : "SIMD",
                kernels.vectorBits(),
                Kernels.reason(),
                Runtime.getRuntime().availableProcessors(),
                caches.l1(),
                caches.l2(),
                caches.l3(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    private Engine() {}
}
