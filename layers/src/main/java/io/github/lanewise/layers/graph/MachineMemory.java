package io.github.lanewise.layers.graph;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The memory of the machine or of the container, read through {@code jdk.management} where that module is present. */
final class MachineMemory {
    /** What any machine has: reading more than this would cost each start the classes that read it. */
    private static final long SMALL = 256L << 20;

    private MachineMemory() {}

    /** Whether the machine has so much memory in all, as far as is known. */
    static boolean has(long bytes) {
        return bytes <= SMALL || bytes <= bytes();
    }

    /** All of it; {@link Long#MAX_VALUE} if it is not known. */
    static long bytes() {
        return Total.BYTES;
    }

    private static final class Total {
        private static final long BYTES = read();

        private static long read() {
            try {
                return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize();
            } catch (LinkageError | RuntimeException moduleIsMissing) {
                return Long.MAX_VALUE;
            }
        }
    }
}
