package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that loads a network, says so when it has the first answer, and then calls it again and again to see when it is
 * as fast as it gets.
 */
final class StartProbe {

    /** What is written at the first answer. */
    static final String FIRST_ANSWER = Worker.ANSWER + "answered";

    /** Calls are steady once the median of so many is close to that of the last third. */
    private static final int WINDOW = 5;

    private static final double CLOSE = 1.2;

    private StartProbe() {}

    /** Arguments: contender, ONNX file, floats of an image, seconds. */
    public static void main(String[] args) throws IOException, RefusedException {
        Contender contender = Contender.valueOf(args[0]);
        float[] images = new float[Integer.parseInt(args[2])];
        int threads = Runtime.getRuntime().availableProcessors();
        try (Inference inference = load(contender, Path.of(args[1]), images, threads)) {
            inference.logits();
            System.out.println(FIRST_ANSWER);
            System.out.flush();
            double firstMemory = peakMebibytes();
            List<Double> ends = new ArrayList<>();
            List<Double> times = new ArrayList<>();
            long start = System.nanoTime();
            long end = start + Duration.ofSeconds(Long.parseLong(args[3])).toNanos();
            for (long now = start; now < end; ) {
                inference.run();
                long after = System.nanoTime();
                times.add((after - now) / 1e6);
                ends.add((after - start) / 1e9);
                now = after;
            }
            double steady = median(times.subList(times.size() * 2 / 3, times.size()));
            System.out.println(Worker.ANSWER + steadyFrom(ends, times, steady) + " " + steady + " " + firstMemory + " "
                    + peakMebibytes());
        }
    }

    private static Inference load(Contender contender, Path onnx, float[] images, int threads)
            throws RefusedException, IOException {
        return switch (contender) {
            case LANEWISE -> LanewiseInference.load(onnx, images, 1, threads);
            case ONNX_RUNTIME -> OnnxRuntimeInference.load(onnx, images, 1, threads);
            default -> throw new RefusedException(contender.title() + " has no ONNX files");
        };
    }

    /** Seconds after the first answer at which calls become steady. */
    private static double steadyFrom(List<Double> ends, List<Double> times, double steady) {
        for (int i = 0; i + WINDOW <= times.size(); i++) {
            if (median(times.subList(i, i + WINDOW)) <= CLOSE * steady) {
                return i == 0 ? 0 : ends.get(i - 1);
            }
        }
        return ends.getLast();
    }

    private static double median(List<Double> values) {
        return Spread.quantile(
                0.5, values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double peakMebibytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
