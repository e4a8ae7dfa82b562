package io.github.lanewise.examples;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --output}: the folder for what a command writes. */
@SuppressWarnings("NullAway.Init") // set by picocli
final class OutputFolder {
    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "The folder to write to.")
    private Path folder;

    /** The folder, made if it is not there. */
    Path create() throws IOException, JobException {
        try {
            return Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new JobException(folder + ": is a file, not a folder to write to", e);
        }
    }
}
