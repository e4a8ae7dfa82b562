package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.MessageReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An ONNX file that is being read: where the reader is, what it may take and what it took so far. */
final class OnnxSource implements AutoCloseable {
    private final ModelFile file;
    private final Limits limits;
    private final ExternalFiles external;
    private String place = "model";
    private long weightBytes;

    private OnnxSource(ModelFile file, Limits limits, ExternalFiles external) {
        this.file = file;
        this.limits = limits;
        this.external = external;
    }

    /** Opens a file; errors as in {@link ModelFile#open(Path)}. */
    static OnnxSource open(Path path, Limits limits, ExternalData policy) throws IOException {
        return new OnnxSource(ModelFile.open(path), limits, new ExternalFiles(path, policy));
    }

    /** Reads the message that is the file. */
    void read(MessageReader.Body body) throws IOException {
        if (file.size() > limits.fileBytes()) {
            throw fault(0, "the file has " + file.size() + " bytes, the limit is " + limits.fileBytes());
        }
        readAgain(0, file.size(), body);
    }

    /** Reads a message that was read before, or the file, which is not longer than the limit. */
    void readAgain(long begin, long end, MessageReader.Body body) throws IOException {
        MessageReader.read(file.stream(begin, end), begin, (int) (end - begin), this::fault, body);
    }

    Limits limits() {
        return limits;
    }

    ModelFile file() {
        return file;
    }

    ExternalFiles external() {
        return external;
    }

    Origin origin(long offset) {
        return new Origin(file.path(), offset);
    }

    /** What is read at present, as messages name it. */
    String place() {
        return place;
    }

    /** Says what is read from now on and returns what was read until now. */
    String enter(String next) {
        String previous = place;
        place = next;
        return previous;
    }

    ModelFormatException fault(long offset, String problem) {
        return file.fault(place, offset, problem);
    }

    /** One more item of a kind, if the limit allows it. */
    void requireRoom(int count, long offset, String items) throws ModelFormatException {
        if (count >= limits.items()) {
            throw fault(offset, "more than " + limits.items() + " " + items);
        }
    }

    /** Room for one more tensor, which takes so many bytes in the file or as float32. */
    void requireRoom(long tensorBytes, long offset) throws ModelFormatException {
        if (tensorBytes > limits.tensorBytes()) {
            throw fault(offset, "its data takes " + tensorBytes + " bytes, the limit is " + limits.tensorBytes());
        }
        if (tensorBytes > limits.weightBytes() - weightBytes) {
            throw fault(
                    offset,
                    "the tensors up to this one take more than the limit of " + limits.weightBytes() + " bytes");
        }
        weightBytes += tensorBytes;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            external.close();
        }
    }

    private ModelFormatException fault(long offset, String problem, @Nullable Throwable cause) {
        return cause == null
                ? fault(offset, problem)
                : new ModelFormatException(file.path(), place, offset, problem, cause);
    }
}
