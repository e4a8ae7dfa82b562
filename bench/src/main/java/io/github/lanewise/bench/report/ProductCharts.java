package io.github.lanewise.bench.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Matrix products on one thread. */
final class ProductCharts {

    private static final String NAIVE = "naive loops";
    private static final String PACKED = "B packed";
    private static final List<String> FAST = List.of("Lanewise", "MKL", "OpenBLAS", "oneDNN");

    private ProductCharts() {}

    /** The part of the peak by the size of squares; the top is the peak. */
    static Optional<XYChart> squares(Report report) {
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        for (SpeedResult result : unpacked(report)) {
            String[] sizes = result.workload().split(" ", -1);
            if (sizes[0].equals(sizes[1]) && sizes[1].equals(sizes[2])) {
                lines.computeIfAbsent(result.contender(), _ -> new LinkedHashMap<>())
                        .put(Double.parseDouble(sizes[0]), 100 * result.partOfPeak());
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        XYChart chart = new XYChartBuilder()
                .width(ChartStyle.WIDTH)
                .height(ChartStyle.HEIGHT)
                .title("C = A B, all n x n, one thread, nothing packed beforehand (" + ChartStyle.machine(report) + ")")
                .xAxisTitle("n")
                .yAxisTitle("% of the core's FMA peak, medians")
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(100.0);
        chart.getStyler().setPlotContentSize(1);
        lines.forEach((contender, points) -> {
            XYSeries series =
                    chart.addSeries(contender, new ArrayList<>(points.keySet()), new ArrayList<>(points.values()));
            series.setLineColor(ChartStyle.colour(contender));
            series.setMarkerColor(ChartStyle.colour(contender));
            series.setMarker(SeriesMarkers.CIRCLE);
            series.setLineStyle(new BasicStroke(contender.equals("Lanewise") ? 3.5f : 1.5f));
        });
        return Optional.of(chart);
    }

    /** The part of the peak for all other shapes, for those who are near it. */
    static Optional<CategoryChart> shapes(Report report) {
        List<SpeedResult> results = report.speeds("gemm", 1).stream()
                .filter(result -> FAST.contains(result.contender()))
                .toList();
        return bars(
                results,
                result -> 100 * result.partOfPeak(),
                "C = A B, one thread, nothing packed beforehand (" + ChartStyle.machine(report) + ")",
                "% of the core's FMA peak, medians",
                100);
    }

    /** How many times as fast as the naive loops. */
    static Optional<CategoryChart> speedUp(Report report) {
        List<SpeedResult> results = unpacked(report);
        Map<String, Double> naive = results.stream()
                .filter(result -> result.contender().equals(NAIVE))
                .collect(Collectors.toMap(
                        SpeedResult::workload, result -> result.rate().median()));
        List<SpeedResult> others = results.stream()
                .filter(result -> !result.contender().equals(NAIVE) && naive.containsKey(result.workload()))
                .toList();
        return bars(
                others,
                result -> result.rate().median() / naive.getOrDefault(result.workload(), 1.0),
                "C = A B, one thread: times as fast as three nested loops in Java (" + ChartStyle.machine(report) + ")",
                "times as fast, medians",
                Double.NaN);
    }

    private static List<SpeedResult> unpacked(Report report) {
        return report.speeds("gemm", 1).stream()
                .filter(result -> !result.contender().endsWith(PACKED))
                .toList();
    }

    private interface Value {
        double of(SpeedResult result);
    }

    /**
     * A group of bars for each workload.
     *
     * @param top of the axis, or NaN
     */
    private static Optional<CategoryChart> bars(
            List<SpeedResult> results, Value value, String title, String axis, double top) {
        if (results.isEmpty()) {
            return Optional.empty();
        }
        List<String> workloads =
                results.stream().map(SpeedResult::workload).distinct().toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(ChartStyle.WIDTH + 20 * workloads.size())
                .height(ChartStyle.HEIGHT)
                .title(title)
                .xAxisTitle("m n k")
                .yAxisTitle(axis)
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisLabelRotation(45);
        chart.getStyler().setYAxisMin(0.0);
        if (!Double.isNaN(top)) {
            chart.getStyler().setYAxisMax(top);
        }
        for (String contender :
                results.stream().map(SpeedResult::contender).distinct().toList()) {
            List<Double> heights = workloads.stream()
                    .map(workload -> height(results, contender, workload, value))
                    .toList();
            CategorySeries series = chart.addSeries(contender, workloads, heights);
            series.setFillColor(ChartStyle.colour(contender));
        }
        return Optional.of(chart);
    }

    private static double height(List<SpeedResult> results, String contender, String workload, Value value) {
        return results.stream()
                .filter(result -> result.contender().equals(contender)
                        && result.workload().equals(workload))
                .mapToDouble(value::of)
                .findFirst()
                .orElse(0);
    }
}
