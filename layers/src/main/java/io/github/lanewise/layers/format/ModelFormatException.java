package io.github.lanewise.layers.format;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A model file that is broken, malicious, beyond the {@link Limits} or of an unsupported kind.
 *
 * <p>The message is one line, {@code <file>: <place>: <problem> (byte <offset>)}; what it quotes from the file is cut to a
 * readable length and stripped of control characters. Checked, as every reader of a file has to handle
 * {@link IOException} anyway.
 */
public final class ModelFormatException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_QUOTE = 300;

    private final String file;
    private final String place;
    private final long offset;

    /**
     * A fault at a place of a file.
     *
     * @param place what is broken, such as {@code header} or {@code tensor 'conv1.weight'}
     * @param offset of the byte in the file that shows it
     */
    public ModelFormatException(Path file, String place, long offset, String problem) {
        super(file + ": " + oneLine(place) + ": " + oneLine(problem) + " (byte " + offset + ")");
        this.file = file.toString();
        this.place = place;
        this.offset = offset;
    }

    /** A fault at a place of a file, found by the cause. */
    public ModelFormatException(Path file, String place, long offset, String problem, Throwable cause) {
        this(file, place, offset, problem);
        initCause(cause);
    }

    public String file() {
        return file;
    }

    /** What is broken, with the name in full as it stands in the file. */
    public String place() {
        return place;
    }

    /** The byte in the file that shows the fault. */
    public long offset() {
        return offset;
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_QUOTE).forEach(character -> {
            if (isPrintable(character)) {
                line.appendCodePoint(character);
            } else {
                line.append("\\u{").append(Integer.toHexString(character)).append('}');
            }
        });
        return text.codePointCount(0, text.length()) > MAX_QUOTE ? line + "…" : line.toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
