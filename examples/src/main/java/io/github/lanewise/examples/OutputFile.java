package io.github.lanewise.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --output}: the file that a command writes. */
@SuppressWarnings("NullAway.Init") // set by picocli
final class OutputFile {
    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "The file to write; it appears complete or not at all.")
    private Path file;

    /** The file; {@link JobException} if it is a folder, or one of those that the command reads. */
    Path besides(@Nullable Path... read) throws IOException, JobException {
        if (Files.isDirectory(file)) {
            throw new JobException(file + ": is a folder, not a file to write");
        }
        for (Path input : read) {
            if (input != null && Files.exists(input) && Files.exists(file) && Files.isSameFile(input, file)) {
                throw new JobException(file + ": would be overwritten, but is to be read; name another --output");
            }
        }
        return file;
    }
}
