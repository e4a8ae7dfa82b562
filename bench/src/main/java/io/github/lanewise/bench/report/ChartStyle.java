package io.github.lanewise.bench.report;

import java.awt.Color;
import java.awt.Font;
import java.util.Map;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** What all charts share: one colour for each contender, ours in front. */
final class ChartStyle {

    static final int WIDTH = 960;
    static final int HEIGHT = 540;

    private static final Color OTHER = new Color(0x999999);
    private static final Map<String, Color> COLOURS = Map.of(
            "Lanewise", new Color(0xD55E00),
            "MKL", new Color(0x0072B2),
            "OpenBLAS", new Color(0x56B4E9),
            "oneDNN", new Color(0x009E73),
            "netlib VectorBLAS", new Color(0xCC79A7),
            "EJML", new Color(0xB8A000),
            "ONNX Runtime", new Color(0x0072B2),
            "PyTorch by DJL", new Color(0x56B4E9));

    private ChartStyle() {}

    static Color colour(String contender) {
        return COLOURS.getOrDefault(contender, OTHER);
    }

    static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(new Color(0xDDDDDD));
        styler.setPlotBorderVisible(false);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    /** What was measured where, for the second half of a title. */
    static String machine(Report report) {
        return report.cpu() + ", " + report.vectorBits() + "-bit vectors, "
                + report.measured().substring(0, 10);
    }
}
