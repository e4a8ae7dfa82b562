package io.github.lanewise.bench;

import io.github.lanewise.layers.residual.Networks;
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
 * @param layers what {@link LayerTimes} measures in place of rows, or null
 * @param baselines folder of the reports that {@link Guard} compares with, or null if it does not
 * @param filter for {@link RowGroup#rows}; empty for all rows
 */
record Request(
        boolean help,
        Effort effort,
        @Nullable Path json,
        @Nullable Layers layers,
        @Nullable Path baselines,
        String filter) {

    /** A network whose steps are measured. */
    record Layers(String network, int batch, int threads) {
        Layers {
            Networks.named(network);
        }
    }

    /** Reads the command line; an {@link IllegalArgumentException} tells what is wrong with it. */
    static Request parse(String... args) {
        boolean help = false;
        Effort effort = Effort.FULL;
        Path json = null;
        String network = null;
        int batch = 1;
        int threads = 1;
        Path baselines = null;
        List<String> filter = new ArrayList<>();
        for (Iterator<String> words = Arrays.asList(args).iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "--help", "-h" -> help = true;
                case "--quick" -> effort = Effort.QUICK;
                case "--json" -> json = file(words);
                case "--layers" -> network = value(word, words);
                case "--batch" -> batch = number(word, words);
                case "--threads" -> threads = number(word, words);
                case "--guard" -> baselines = folder(word, words);
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException("there is no option " + word);
                    }
                    filter.add(word);
                }
            }
        }
        if (network == null && (batch > 1 || threads > 1)) {
            throw new IllegalArgumentException("--batch and --threads go with --layers");
        }
        if (network != null && (baselines != null || !filter.isEmpty())) {
            throw new IllegalArgumentException("--layers goes neither with --guard nor with a filter, got " + filter);
        }
        if (baselines != null && json != null) {
            throw new IllegalArgumentException("--guard compares and writes no --json");
        }
        Layers layers = network == null ? null : new Layers(network, batch, threads);
        Request request = new Request(help, effort, json, layers, baselines, String.join(" ", filter));
        if (!help && request.groups().isEmpty()) {
            List<String> titles =
                    Arrays.stream(RowGroup.values()).map(RowGroup::title).toList();
            throw new IllegalArgumentException("no row contains \"" + request.filter + "\"; the groups are " + titles);
        }
        return request;
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.next();
    }

    private static int number(String option, Iterator<String> words) {
        String value = value(option, words);
        if (!value.matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException(option + " needs a whole number from 1 on, got " + value);
        }
        return Integer.parseInt(value);
    }

    private static Path folder(String option, Iterator<String> words) {
        Path folder = Path.of(value(option, words));
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(option + ": there is no folder " + folder);
        }
        return folder;
    }

    private static Path file(Iterator<String> words) {
        Path file = Path.of(value("--json", words));
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
