package io.github.lanewise.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Latencies of the networks, a group of bars for each network, batch and number of threads. */
final class NetworkChart {

    private static final double LABEL_HEIGHT = 0.5;

    private NetworkChart() {}

    static Optional<CategoryChart> of(Report report) {
        List<SpeedResult> results = report.speeds().stream()
                .filter(result -> result.part().equals("networks"))
                .toList();
        if (results.isEmpty()) {
            return Optional.empty();
        }
        List<String> groups =
                results.stream().map(NetworkChart::group).distinct().toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(ChartStyle.WIDTH + 30 * groups.size())
                .height(ChartStyle.HEIGHT)
                .title("Milliseconds for a batch, lower is better (" + ChartStyle.machine(report) + ")")
                .xAxisTitle("network, batch, threads")
                .yAxisTitle("milliseconds, medians, logarithmic")
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setYAxisLogarithmic(true);
        double least =
                results.stream().mapToDouble(SpeedResult::milliseconds).min().orElseThrow();
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(least))));
        chart.getStyler().setXAxisLabelRotation(45);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsPosition(LABEL_HEIGHT);
        chart.getStyler().setLabelsRotation(90);
        chart.getStyler().setYAxisDecimalPattern("0.##");
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        for (SpeedResult result : results) {
            bars.computeIfAbsent(result.contender(), _ -> new LinkedHashMap<>())
                    .put(group(result), rounded(result.milliseconds()));
        }
        bars.forEach((contender, heights) -> {
            List<@Nullable Double> all = new ArrayList<>();
            groups.forEach(group -> all.add(heights.get(group)));
            chart.addSeries(contender, groups, all).setFillColor(ChartStyle.colour(contender));
        });
        return Optional.of(chart);
    }

    private static double rounded(double milliseconds) {
        return Math.round(milliseconds * 100) / 100.0;
    }

    private static String group(SpeedResult result) {
        return result.workload() + (result.threads() == 1 ? ", 1 thread" : ", " + result.threads() + " threads");
    }
}
