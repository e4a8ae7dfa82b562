package io.github.lanewise.examples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over a common axis, as a PNG file. */
final class Plot {
    /** Told apart by people who see colours differently too: Okabe and Ito's palette without its yellow. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072b2),
            new Color(0xd55e00),
            new Color(0x009e73),
            new Color(0xcc79a7),
            new Color(0x56b4e9),
            new Color(0xe69f00),
            Color.BLACK);

    /** How a line is drawn. */
    enum Line {
        SOLID,
        DASHED,
        DOTS
    }

    private final XYChart chart;

    Plot(String title, String xTitle, String yTitle) {
        chart = new XYChartBuilder()
                .width(900)
                .height(560)
                .theme(ChartTheme.Matlab)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setPlotGridLinesColor(new Color(0xdddddd));
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setDecimalPattern("#0.###");
    }

    Plot between(double low, double high) {
        chart.getStyler().setYAxisMin(low);
        chart.getStyler().setYAxisMax(high);
        return this;
    }

    /** Powers of ten on the y axis; values must be positive. */
    Plot logarithmic() {
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisDecimalPattern("0E0");
        return this;
    }

    /** Adds a line, unless it has no points. Lines of the same colour number belong together. */
    Plot line(String name, double[] x, double[] y, int colour, Line line) {
        if (x.length > 0) {
            XYSeries series = chart.addSeries(name, x, y);
            series.setLineColor(COLOURS.get(colour % COLOURS.size()));
            series.setMarkerColor(COLOURS.get(colour % COLOURS.size()));
            series.setMarker(line == Line.SOLID || line == Line.DASHED ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
            series.setLineStyle(
                    line == Line.DASHED
                            ? new BasicStroke(
                                    1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0)
                            : new BasicStroke(2));
        }
        return this;
    }

    void save(Path file) throws IOException {
        Files.write(file, BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG));
    }
}
