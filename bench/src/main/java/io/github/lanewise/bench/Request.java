package io.github.lanewise.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param json where the figures go as well, or null
 * @param filter for {@link RowGroup#rows}; empty for all rows
 */
record Request(boolean help, Effort effort, @Nullable Path json, String filter) {

    /** Reads the command line; an {@link IllegalArgumentException} tells what is wrong with it. */
    static Request parse(String... args) {
        boolean help = false;
        Effort effort = Effort.FULL;
        Path json = null;
        List<String> filter = new ArrayList<>();
        for (Iterator<String> words = Arrays.asList(args).iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "--help", "-h" -> help = true;
                case "--quick" -> effort = Effort.QUICK;
                case "--json" -> json = file(words);
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException("there is no option " + word);
                    }
                    filter.add(word);
                }
            }
        }
        Request request = new Request(help, effort, json, String.join(" ", filter));
        if (!help && request.groups().isEmpty()) {
            List<String> titles =
                    Arrays.stream(RowGroup.values()).map(RowGroup::title).toList();
            throw new IllegalArgumentException("no row contains \"" + request.filter + "\"; the groups are " + titles);
        }
        return request;
    }

    private static Path file(Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("--json needs a file");
        }
        Path file = Path.of(words.next());
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--json: there is no folder for " + file);
        }
        return file;
    }

    /** The groups with at least one row that passes the filter. */
    List<RowGroup> groups() {
        return Arrays.stream(RowGroup.values())
                .filter(group -> !group.rows(filter).isEmpty())
                .toList();
    }

    /** The command, with the flags of the virtual machine and without the place of the file. */
    String command(Machine machine) {
        List<String> words = new ArrayList<>(List.of("java"));
        words.addAll(machine.jvmArguments());
        words.addAll(List.of("-jar", "benchmarks.jar"));
        if (effort == Effort.QUICK) {
            words.add("--quick");
        }
        if (!filter.isEmpty()) {
            words.add(filter);
        }
        return String.join(" ", words);
    }
}
