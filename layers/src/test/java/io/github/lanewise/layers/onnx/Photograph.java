package io.github.lanewise.layers.onnx;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/** A photograph as the input of an ImageNet network: shorter side 256 by averaging triangles, the centre square of 224. */
final class Photograph {
    private static final int SHORTER = 256;
    private static final int CROP = 224;

    private Photograph() {}

    /** Channels-first, between -1 and 1. */
    static float[] read(Path file) throws IOException {
        BufferedImage image = Objects.requireNonNull(ImageIO.read(file.toFile()));
        double scale = Math.min(image.getWidth(), image.getHeight()) / (double) SHORTER;
        int width = (int) Math.round(image.getWidth() / scale);
        int height = (int) Math.round(image.getHeight() / scale);
        double[][] columns = weights(image.getWidth(), width, (width - CROP) / 2);
        double[][] rows = weights(image.getHeight(), height, (height - CROP) / 2);
        float[] result = new float[3 * CROP * CROP];
        for (int channel = 0; channel < 3; channel++) {
            int shift = 16 - 8 * channel;
            double[][] narrow = new double[image.getHeight()][CROP];
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < CROP; x++) {
                    for (int i = 0; i < columns[x].length - 1; i++) {
                        int pixel = image.getRGB((int) columns[x][0] + i, y) >> shift & 0xff;
                        narrow[y][x] += columns[x][i + 1] * pixel;
                    }
                }
            }
            for (int y = 0; y < CROP; y++) {
                for (int x = 0; x < CROP; x++) {
                    double value = 0;
                    for (int i = 0; i < rows[y].length - 1; i++) {
                        value += rows[y][i + 1] * narrow[(int) rows[y][0] + i][x];
                    }
                    result[(channel * CROP + y) * CROP + x] = (float) (value / 127.5 - 1);
                }
            }
        }
        return result;
    }

    /** For each kept place the first pixel that it is made of, and the weights of this one and the next ones. */
    private static double[][] weights(int from, int to, int first) {
        double scale = from / (double) to;
        double support = Math.max(1, scale);
        double[][] all = new double[CROP][];
        for (int place = 0; place < CROP; place++) {
            double centre = (place + first + 0.5) * scale;
            int begin = (int) Math.max(0, Math.floor(centre - support + 0.5));
            int end = (int) Math.min(from, Math.floor(centre + support + 0.5));
            double[] weights = new double[end - begin + 1];
            weights[0] = begin;
            double sum = 0;
            for (int i = begin; i < end; i++) {
                double distance = Math.abs((i - centre + 0.5) / support);
                weights[i - begin + 1] = Math.max(0, 1 - distance);
                sum += weights[i - begin + 1];
            }
            for (int i = 1; i < weights.length; i++) {
                weights[i] /= sum;
            }
            all[place] = weights;
        }
        return all;
    }
}
