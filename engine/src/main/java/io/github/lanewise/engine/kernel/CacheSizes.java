package io.github.lanewise.engine.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes of the data caches that one core sees; they steer speed only, never a result. */
public record CacheSizes(long l1, long l2, long l3) {

    private static final CacheSizes TYPICAL = new CacheSizes(32 << 10, 512 << 10, 8 << 20);
    private static final CacheSizes DETECTED = detect();

    /** The sizes that the operating system reports for core 0; 32 KiB, 512 KiB and 8 MiB where it does not. */
    public static CacheSizes detected() {
        return DETECTED;
    }

    private static CacheSizes detect() {
        long[] sizes = {TYPICAL.l1, TYPICAL.l2, TYPICAL.l3};
        for (int index = 0; index < 8; index++) {
            Path cache = Path.of("/sys/devices/system/cpu/cpu0/cache/index" + index);
            try {
                int level = Integer.parseInt(
                        Files.readString(cache.resolve("level")).strip());
                String type = Files.readString(cache.resolve("type")).strip();
                if (level <= sizes.length && !type.equals("Instruction")) {
                    sizes[level - 1] =
                            bytes(Files.readString(cache.resolve("size")).strip());
                }
            } catch (IOException | NumberFormatException absent) {
                break;
            }
        }
        return new CacheSizes(sizes[0], sizes[1], sizes[2]);
    }

    private static long bytes(String size) {
        long unit = switch (size.charAt(size.length() - 1)) {
            case 'K' -> 1L << 10;
            case 'M' -> 1L << 20;
            default -> 1L;
        };
        return unit * Long.parseLong(unit == 1 ? size : size.substring(0, size.length() - 1));
    }
}
