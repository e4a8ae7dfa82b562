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
            converter = DataSource.Name.class,
            description = "cifar10:FOLDER, the binary version or its archive; synthetic, generated images of ten"
                    + " classes; or images:FOLDER, with one folder of PNG and JPEG files for each class in its folders"
                    + " train and test. Default: ${DEFAULT-VALUE}.")
    private DataSource source = new DataSource.Synthetic();

    @Option(
            names = "--images",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Learn from the first N images; not for images:FOLDER. Default: all.")
    private int images = Integer.MAX_VALUE;

    /** One part; the test images are all of them. */
    ImageDataSet open(Part part) throws IOException {
        return source.open(part, part == Part.TRAINING ? images : Integer.MAX_VALUE);
    }

    /** The name of the data. */
    @Override
    public String toString() {
        return source.toString();
    }
}
