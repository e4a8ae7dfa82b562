package io.github.lanewise.examples;

import io.github.lanewise.layers.train.GradientProbe.LayerMeasure;
import io.github.lanewise.layers.train.Magnitudes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The measures of several networks as a CSV and two plots. */
final class GradientFiles {
    private static final String HEADER = "network,kind,batch_norm,step,number,layer,activation_rms,activation_norm,"
            + "activation_denormals,gradient_rms,gradient_norm,gradient_denormals,weight_gradient_norm\n";

    private GradientFiles() {}

    static void write(Path folder, List<ProbedNetwork> networks) throws IOException {
        Files.writeString(folder.resolve("gradients.csv"), csv(networks));
        plot(networks, "Gradient with respect to the output of each convolution", LayerMeasure::activationGradient)
                .save(folder.resolve("gradients.png"));
        plot(networks, "Output of each convolution", LayerMeasure::activation).save(folder.resolve("activations.png"));
    }

    private static String csv(List<ProbedNetwork> networks) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (ProbedNetwork network : networks) {
            int number = 0;
            for (LayerMeasure layer : network.layers()) {
                Magnitudes weights = layer.weightGradient();
                csv.append(network.name()).append(network.residual() ? ",residual," : ",plain,");
                csv.append(network.batchNorm()).append(',').append(network.step());
                csv.append(',').append(++number).append(',').append(layer.layer());
                append(csv, layer.activation());
                append(csv, layer.activationGradient());
                csv.append(',').append(weights == null ? "" : weights.norm()).append('\n');
            }
        }
        return csv.toString();
    }

    private static void append(StringBuilder csv, Magnitudes magnitudes) {
        csv.append(',').append(magnitudes.rootMeanSquare());
        csv.append(',').append(magnitudes.norm());
        csv.append(',').append(magnitudes.denormals());
    }

    /** Plain and residual in two colours each, dashed after the training. */
    private static Plot plot(List<ProbedNetwork> networks, String title, Function<LayerMeasure, Magnitudes> quantity) {
        Plot plot = new Plot(title, "convolution", "root mean square").logarithmic();
        for (ProbedNetwork network : networks) {
            int colour = (network.residual() ? 0 : 1) + (network.batchNorm() ? 0 : 2);
            plot.line(
                    network.name() + (network.step() == 0 ? ", start" : ", step " + network.step()),
                    network.numbers(),
                    network.values(quantity),
                    colour,
                    network.step() == 0 ? Plot.Line.SOLID : Plot.Line.DASHED);
        }
        return plot;
    }
}
