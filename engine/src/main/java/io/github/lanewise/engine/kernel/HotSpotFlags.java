package io.github.lanewise.engine.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Flags of the running virtual machine, read through {@code jdk.management} where that module is present. */
public final class HotSpotFlags {

    /** The value of a flag, or null where the machine does not have or does not tell it. */
    public static @Nullable String value(String name) {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption(name)
                    .getValue();
        } catch (IllegalArgumentException | NullPointerException | LinkageError untold) {
            return null;
        }
    }

    public static boolean enabled(String name, boolean otherwise) {
        String value = value(name);
        return value == null ? otherwise : Boolean.parseBoolean(value);
    }

    public static int number(String name, int otherwise) {
        String value = value(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    private HotSpotFlags() {}
}
