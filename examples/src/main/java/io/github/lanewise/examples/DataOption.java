package io.github.lanewise.examples;

import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.Part;
import java.io.IOException;
import picocli.CommandLine.Option;

/** The options {@code --data} and {@code --images}: what a network learns from. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "WHAT",
            converter = DataSourceName.class,
            description = "cifar10:FOLDER, the binary version or its archive; synthetic, generated images of ten"
                    + " classes, or synthetic:16 with a side of 16 pixels; images:FOLDER, with one folder of PNG and"
                    + " JPEG files for each class in its folders train and test; or idx:FOLDER, the four files of"
                    + " MNIST or of data like it. Default: ${DEFAULT-VALUE}.")
    private DataSource source;

    @Option(
            names = "--images",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Learn from the first N images; not for images:FOLDER. Default: all.")
    private int images = Integer.MAX_VALUE;

    /** With the data that serves by default. */
    DataOption(DataSource source) {
        this.source = source;
    }

    /** One part; the test images are all of them. */
    ImageDataSet open(Part part) throws IOException {
        return source.open(part, part == Part.TRAINING ? images : Integer.MAX_VALUE);
    }

    /** Whether {@code --images} is given for data that are read as a whole. */
    boolean limitsPictures() {
        return images != Integer.MAX_VALUE && source instanceof DataSource.Pictures;
    }

    /** The name of the data. */
    @Override
    public String toString() {
        return source.toString();
    }
}
