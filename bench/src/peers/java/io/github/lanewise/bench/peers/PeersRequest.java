package io.github.lanewise.bench.peers;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param render whether the files are made again and nothing is measured
 * @param folder where the files are
 */
record PeersRequest(boolean quick, boolean render, Path folder, Set<Part> parts) {

    /** Reads the command line; an {@link IllegalArgumentException} tells what is wrong with it. */
    static PeersRequest parse(List<String> words) {
        boolean quick = false;
        boolean render = false;
        Path folder = Path.of("peers-results");
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--render" -> render = true;
                case "--out" -> {
                    if (!rest.hasNext()) {
                        throw new IllegalArgumentException("--out needs a folder");
                    }
                    folder = Path.of(rest.next());
                }
                default -> parts.add(Part.named(word));
            }
        }
        return new PeersRequest(quick, render, folder, parts.isEmpty() ? EnumSet.allOf(Part.class) : parts);
    }

    /** What was typed, as far as it has been measured. */
    String command(Set<Part> measured) {
        StringBuilder command = new StringBuilder("peers");
        if (quick) {
            command.append(" --quick");
        }
        if (measured.size() < Part.values().length) {
            measured.forEach(part -> command.append(' ').append(part.title()));
        }
        return command.toString();
    }
}
