package io.github.lanewise.bench;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lists of shapes among the resources: one shape per line, comments begin with {@code #}. */
public final class Shapes {

    private Shapes() {}

    /** The lines of {@code shapes/NAME.txt} without the comments. */
    public static List<String> lines(String name) {
        String path = "/shapes/" + name + ".txt";
        try (InputStream resource = Shapes.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new FileNotFoundException("no resource " + path);
            }
            return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of one line; an {@link IllegalArgumentException} if they are not that many. */
    public static List<String> words(String line, int count) {
        List<String> words = List.of(line.strip().split("\\s+", -1));
        if (words.size() != count) {
            throw new IllegalArgumentException("a shape of " + count + " words expected, got \"" + line + "\"");
        }
        return words;
    }

    /** The words of one line as whole numbers. */
    static int[] numbers(String line, int count) {
        return words(line, count).stream().mapToInt(Integer::parseInt).toArray();
    }
}
