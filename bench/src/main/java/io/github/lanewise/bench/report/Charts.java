package io.github.lanewise.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** The pictures of a report. */
public final class Charts {

    private static final Map<String, Function<Report, Optional<? extends Chart<?, ?>>>> CHARTS = new LinkedHashMap<>();

    static {
        CHARTS.put("gemm-squares.png", ProductCharts::squares);
        CHARTS.put("gemm-shapes.png", ProductCharts::shapes);
        CHARTS.put("speed-up.png", ProductCharts::speedUp);
        CHARTS.put("networks.png", NetworkChart::of);
        CHARTS.put("roofline.png", Roofline::of);
    }

    private Charts() {}

    /** Draws what there are figures for, and tells the names of the files. */
    public static List<String> write(Report report, Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Function<Report, Optional<? extends Chart<?, ?>>>> entry : CHARTS.entrySet()) {
            Optional<? extends Chart<?, ?>> chart = entry.getValue().apply(report);
            if (chart.isPresent()) {
                String file = folder.resolve(entry.getKey()).toString();
                BitmapEncoder.saveBitmap(chart.get(), file, BitmapEncoder.BitmapFormat.PNG);
                names.add(entry.getKey());
            }
        }
        return names;
    }
}
