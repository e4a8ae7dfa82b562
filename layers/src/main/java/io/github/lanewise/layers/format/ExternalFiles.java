package io.github.lanewise.layers.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files beside a model in which it keeps tensors; see {@link ExternalData} for what they may be. */
final class ExternalFiles implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]+");

    private final Path model;
    private final ExternalData policy;
    private @Nullable ModelFile open;

    ExternalFiles(Path model, ExternalData policy) {
        this.model = model;
        this.policy = policy;
    }

    /**
     * Reads a tensor's data.
     *
     * @param entries location, and perhaps offset and length, as the model gives them
     * @param bytes what type and dimensions of the tensor take
     * @param fault makes the exception for a fault of the model
     */
    MemorySegment read(
            Map<String, String> entries, long bytes, String place, Function<String, ModelFormatException> fault)
            throws IOException {
        if (policy == ExternalData.REFUSED) {
            throw fault.apply("its data stand in another file; external data must be asked for");
        }
        long offset = number(entries, "offset", 0, fault);
        long length = number(entries, "length", bytes, fault);
        if (length != bytes) {
            throw fault.apply("takes " + bytes + " bytes, its external data have " + length);
        }
        String location = entries.getOrDefault("location", "");
        ModelFile file = open(location, fault);
        if (offset > file.size() || bytes > file.size() - offset) {
            throw fault.apply(bytes + " bytes at offset " + offset + " reach beyond the " + file.size()
                    + " bytes of external data '" + location + "'");
        }
        return bytes == 0 ? MemorySegment.NULL : file.readSegment(offset, bytes, place);
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    private static long number(
            Map<String, String> entries, String key, long otherwise, Function<String, ModelFormatException> fault)
            throws ModelFormatException {
        String text = entries.get(key);
        if (text == null) {
            return otherwise;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw fault.apply(
                    "the " + key + " of its external data must be a number of at most 18 digits, got '" + text + "'");
        }
        return Long.parseLong(text);
    }

    /** The file at a location; the last one stays open. */
    private ModelFile open(String location, Function<String, ModelFormatException> fault) throws IOException {
        Path path = resolve(location, fault);
        if (open == null || !open.path().equals(path)) {
            close();
            open = null;
            open = ModelFile.openPlain(path);
        }
        return open;
    }

    private Path resolve(String location, Function<String, ModelFormatException> fault) throws IOException {
        try {
            Path path =
                    Objects.requireNonNull(model.toAbsolutePath().getParent()).toRealPath();
            for (String name : location.split("/", -1)) {
                if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
                    throw fault.apply("the location '" + location
                            + "' of its external data must be names below the model's folder, separated by '/'");
                }
                path = path.resolve(name);
            }
            requirePlain(path, location, fault);
            return path;
        } catch (InvalidPathException unknown) {
            throw fault.apply("the location '" + location + "' of its external data is no path here");
        }
    }

    /** The path must be its own real path, hence without links, of a file that has no other name. */
    private static void requirePlain(Path path, String location, Function<String, ModelFormatException> fault)
            throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                || !path.toRealPath().equals(path)) {
            throw fault.apply("its external data '" + location + "' are not a plain file below the model's folder");
        }
        if (names(path) > 1) {
            throw fault.apply("its external data '" + location + "' have a second name, a hard link");
        }
    }

    /** How many names the file has, 1 where the file system does not tell. */
    private static int names(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return 1;
        }
        return (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    }
}
