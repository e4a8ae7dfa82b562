package io.github.lanewise.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Every layer of a network that multiplies, by its intensity, under the roof of memory and arithmetic: attainable is
 * {@code min(peak, intensity * bandwidth)} (Williams, Waterman and Patterson, "Roofline", CACM 52(4), 2009). Layers above it
 * find their operands in a cache, or need fewer multiply-adds than a direct convolution.
 */
final class Roofline {

    private static final String NETWORK = "resnet50";
    private static final List<Color> COLOURS = List.of(
            new Color(0xD55E00),
            new Color(0x0072B2),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0xB8A000));
    private static final double LEAST_INTENSITY = 0.25;
    private static final double MOST_INTENSITY = 512;

    private Roofline() {}

    static Optional<XYChart> of(Report report) {
        Optional<LayersResult> network = report.layers().stream()
                .filter(layers -> layers.network().equals(NETWORK) && layers.threads() == 1)
                .findFirst();
        double bandwidth = report.speeds("machine", 1).stream()
                .filter(result -> result.workload().equals("triad"))
                .mapToDouble(result -> result.rate().upper())
                .max()
                .orElse(0);
        return bandwidth == 0 ? Optional.empty() : network.map(layers -> chart(layers, bandwidth, report));
    }

    private static XYChart chart(LayersResult network, double bandwidth, Report report) {
        XYChart chart = new XYChartBuilder()
                .width(ChartStyle.WIDTH)
                .height(ChartStyle.HEIGHT)
                .title("ResNet-50, one thread: every layer under the roof (" + ChartStyle.machine(report) + ")")
                .xAxisTitle("floating-point operations for each byte of operands, weights and result")
                .yAxisTitle("GFLOP/s of direct multiply-adds")
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        double peak = network.peak();
        double ridge = peak / bandwidth;
        XYSeries roof = chart.addSeries(
                String.format(Locale.ROOT, "roof: %.0f GB/s, %.0f GFLOP/s", bandwidth, peak),
                List.of(LEAST_INTENSITY, ridge, MOST_INTENSITY),
                List.of(LEAST_INTENSITY * bandwidth, peak, peak));
        roof.setMarker(SeriesMarkers.NONE);
        roof.setLineColor(Color.DARK_GRAY);
        roof.setLineStyle(new BasicStroke(2));
        Map<String, List<LayerResult>> kinds = network.layers().stream()
                .filter(layer -> layer.flops() > 0)
                .collect(Collectors.groupingBy(LayerResult::operation, LinkedHashMap::new, Collectors.toList()));
        Iterator<Color> colours = COLOURS.iterator();
        kinds.forEach((kind, layers) -> {
            XYSeries series = chart.addSeries(
                    kind,
                    layers.stream().map(LayerResult::intensity).toList(),
                    layers.stream().map(LayerResult::gigaflops).toList());
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            series.setMarkerColor(colours.hasNext() ? colours.next() : Color.BLACK);
        });
        return chart;
    }
}
