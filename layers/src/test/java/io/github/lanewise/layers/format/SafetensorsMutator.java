package io.github.lanewise.layers.format;

import static io.github.lanewise.layers.format.SafetensorsBytes.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Valid safetensors files with one to three faults, drawn from a seed. */
final class SafetensorsMutator {
    private static final List<String> HEADERS = List.of(
            "{}",
            "{" + entry("a", "F32", "[2,3]", 0, 24) + "}",
            "{\"__metadata__\":{\"format\":\"pt\",\"arch\":\"resnet20\"},"
                    + entry("conv1.weight", "F32", "[4,1,2]", 0, 32) + ","
                    + entry("bn1.num_batches_tracked", "I64", "[]", 32, 40) + "}  ",
            "{" + entry("half", "F16", "[5]", 8, 18) + "," + entry("brain", "BF16", "[2,2]", 0, 8) + "}",
            "{" + entry("empty", "F32", "[0,7]", 4, 4) + "," + entry("scalar", "F32", "[]", 0, 4) + ","
                    + entry("bytes", "U8", "[1,1,1,1,1,1,1,3]", 4, 7) + "}");
    private static final int[] DATA_BYTES = {0, 24, 40, 18, 7};

    private static final String[] NUMBERS = words("0 1 2 3 4 8 9 -1 -0 00 1.0 1e3 1e999 NaN 2147483647 2147483648"
            + " 4294967296 4611686018427387904 9223372036854775807 9223372036854775808 18446744073709551616");
    private static final long[] LENGTHS = {
        0,
        1,
        7,
        1 << 24,
        (1 << 24) + 1,
        100_000_000,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -8
    };
    private static final String[] TOKENS =
            words("{ } [ ] \" , : \\ \\u0000 \\ud800 \0 \n null true {} [] \"\" \"a\":{},"
                    + " \"__metadata__\": é \ufeff // '");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern TYPE = Pattern.compile("(?<=dtype\":\")\\w+");
    private static final Pattern OFFSETS = Pattern.compile("\\[(\\d{1,9}),(\\d{1,9})](?=})");
    private static final Pattern KEY = Pattern.compile("\"[^\"]*\":");
    private static final Pattern MEMBER = Pattern.compile("\"[^\"]*\":(\\{[^}]*}|\\[[^]]*]|\"[^\"]*\")");
    private static final Pattern PLACE = Pattern.compile("(?=.)");

    private final Random random;
    private String header;
    private byte[] data;

    private SafetensorsMutator(long seed) {
        random = new Random(seed);
        int file = random.nextInt(HEADERS.size());
        header = HEADERS.get(file);
        data = new byte[DATA_BYTES[file]];
        random.nextBytes(data);
    }

    static byte[] mutant(long seed) {
        SafetensorsMutator mutator = new SafetensorsMutator(seed);
        for (int faults = 1 + mutator.random.nextInt(3); faults > 0; faults--) {
            mutator.mutateContent();
        }
        return mutator.mutateBytes();
    }

    /** The files without faults. */
    static List<byte[]> originals() {
        return IntStream.range(0, HEADERS.size())
                .mapToObj(file -> SafetensorsBytes.file(HEADERS.get(file), new byte[DATA_BYTES[file]]))
                .toList();
    }

    private static String[] words(String text) {
        return Pattern.compile(" ").split(text);
    }

    private void mutateContent() {
        switch (random.nextInt(13)) {
            case 0, 1, 2 -> replace(NUMBER, any(NUMBERS));
            case 3 -> replace(NUMBER, Integer.toString(random.nextInt(48)));
            case 4 -> replace(TYPE, any(ElementType.values()).name());
            case 5 -> replace(KEY, found(KEY));
            case 6 -> replace(PLACE, any(TOKENS));
            case 7 -> replace(MEMBER, random.nextBoolean() ? "" : found(MEMBER) + "," + found(MEMBER));
            case 8 -> replace(PLACE, any("[", "{\"a\":", "{", "[[").repeat(1 + random.nextInt(2000)));
            case 9, 10 -> shiftData();
            case 11 -> data = Arrays.copyOf(data, Math.max(0, data.length + random.nextInt(-9, 10)));
            default -> header = cut(header);
        }
    }

    private byte[] mutateBytes() {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        long length = random.nextInt(8) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : text.length;
        if (random.nextInt(16) == 0) {
            length += random.nextInt(-9, 10);
        }
        byte[] file = SafetensorsBytes.file(length, text, data);
        if (random.nextInt(3) == 0) {
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(file, random.nextInt(file.length + 9)) : file;
    }

    /** Moves the data of one tensor, which leaves a hole or overlaps, and perhaps makes room for it. */
    private void shiftData() {
        int shift = random.nextInt(-8, 9);
        for (MatchResult match : anyMatch(OFFSETS)) {
            long begin = Long.parseLong(match.group(1)) + shift;
            long end = Long.parseLong(match.group(2)) + shift;
            header = header.substring(0, match.start(1)) + begin + "," + end + header.substring(match.end(2));
        }
        if (random.nextBoolean()) {
            data = Arrays.copyOf(data, data.length + Math.max(0, shift));
        }
    }

    private void replace(Pattern pattern, String replacement) {
        for (MatchResult match : anyMatch(pattern)) {
            header = header.substring(0, match.start()) + replacement + header.substring(match.end());
        }
    }

    /** What the pattern finds at a place of the header, or nothing. */
    private String found(Pattern pattern) {
        return anyMatch(pattern).stream().map(MatchResult::group).collect(Collectors.joining());
    }

    /** One of the places where the pattern matches the header, or none. */
    private List<MatchResult> anyMatch(Pattern pattern) {
        List<MatchResult> matches = pattern.matcher(header).results().toList();
        return matches.isEmpty() ? matches : List.of(matches.get(random.nextInt(matches.size())));
    }

    private String cut(String text) {
        int begin = random.nextInt(text.length() + 1);
        return text.substring(0, begin) + text.substring(random.nextInt(begin, text.length() + 1));
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
