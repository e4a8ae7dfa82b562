package io.github.lanewise.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** stub */
public final class Charts {
    private Charts() {}

    /** stub */
    public static List<String> write(Report report, Path folder) throws IOException {
        return List.of();
    }
}
