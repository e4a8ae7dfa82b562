package io.github.lanewise.engine;

/**
 * What serves on this machine, as data for logs, health checks and reports.
 *
 * @param tier {@code "SIMD"} or {@code "scalar"}
 * @param vectorBits width of a vector; 32 on the scalar tier
 * @param reason why this tier serves, in one sentence
 * @param processors processors the virtual machine may use
 * @param l1Bytes data cache of a core, likewise the second and third level
 * @param jvm name and version of the virtual machine
 */
public record EngineDescription(
        String tier,
        int vectorBits,
        String reason,
        int processors,
        long l1Bytes,
        long l2Bytes,
        long l3Bytes,
        String jvm) {}
