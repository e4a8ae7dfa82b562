package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.Part;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that trains asks for: data, seed, threads and a folder for the results. */
@SuppressWarnings("NullAway.Init") // set by picocli
final class SetupOptions {
    @Mixin
    private DataOption data;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Decides weights, order and augmentation. Default: ${DEFAULT-VALUE}.")
    private int seed = 1;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutputFolder output;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** With the data that serves where {@code --data} does not say otherwise. */
    SetupOptions(DataSource data) {
        this.data = new DataOption(data);
    }

    /** The name of the data. */
    String dataName() {
        return data.toString();
    }

    ImageDataSet open(Part part) throws IOException {
        return data.open(part);
    }

    int seed() {
        return seed;
    }

    Workers workers() {
        return threads.workers();
    }

    /** The folder, made if it is not there; options that contradict each other are refused before. */
    Path createFolder() throws IOException, JobException {
        if (data.limitsPictures()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--images does not go with " + data + ", which is read as a whole; leave it out");
        }
        return output.create();
    }
}
