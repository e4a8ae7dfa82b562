package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.ProtoTree.Field;
import io.github.lanewise.layers.format.onnx.Message;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Valid ONNX files with one to three faults, drawn from a seed. */
final class OnnxMutator {
    private static final List<byte[]> FILES = List.of(rich(), OnnxBytes.file(typed()), minimal());
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        7,
        8,
        14,
        127,
        128,
        255,
        1 << 16,
        Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        (1L << 32) + 1,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2
    };

    private final Random random;
    private final List<Field> fields;

    private OnnxMutator(long seed) {
        random = new Random(seed);
        fields = ProtoTree.parse(FILES.get(random.nextInt(FILES.size())));
    }

    static byte[] mutant(long seed) {
        OnnxMutator mutator = new OnnxMutator(seed);
        for (int faults = 1 + mutator.random.nextInt(3); faults > 0; faults--) {
            mutator.mutateField();
        }
        return mutator.mutateBytes();
    }

    /** The files without faults. */
    static List<byte[]> originals() {
        return FILES;
    }

    private static byte[] rich() {
        try {
            Path path = Files.createTempFile("lanewise", ".onnx");
            OnnxSamples.rich().save(path);
            byte[] bytes = Files.readAllBytes(path);
            Files.delete(path);
            return bytes;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] minimal() {
        return OnnxBytes.file(OnnxBytes.graph(OnnxBytes.node("Relu", List.of("x"), List.of("y"))));
    }

    /** Tensors in typed fields, packed and not, texts, and a subgraph. */
    private static Message typed() {
        MemorySegment packed = MemorySegment.ofArray(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        Message branch = OnnxBytes.attribute("then_branch", 5).message(Schema.Attribute.GRAPH, minimalGraph());
        return OnnxBytes.graph(OnnxBytes.node("If", List.of("x"), List.of("y"), branch))
                .message(Schema.Graph.INITIALIZER, OnnxBytes.tensor("f", 1, 2).bytes(4, packed))
                .message(
                        Schema.Graph.INITIALIZER,
                        OnnxBytes.tensor("h", 10, 2, 4).bytes(5, packed))
                .message(Schema.Graph.INITIALIZER, OnnxBytes.tensor("i", 7, 8).bytes(7, packed))
                .message(Schema.Graph.INITIALIZER, OnnxBytes.tensor("u", 12, 1).integer(11, 7))
                .message(Schema.Graph.INITIALIZER, OnnxBytes.tensor("d", 11, 1).bytes(10, packed))
                .message(Schema.Graph.INITIALIZER, OnnxBytes.tensor("s", 8, 1).text(6, "text"))
                .message(
                        Schema.Graph.VALUE_INFO,
                        new Message().text(1, "m").message(2, new Message().message(5, new Message().integer(1, 7))));
    }

    private static Message minimalGraph() {
        return OnnxBytes.graph(OnnxBytes.node("Relu", List.of("x"), List.of("y")));
    }

    private void mutateField() {
        List<List<Field>> messages = new ArrayList<>();
        collect(fields, messages);
        if (messages.isEmpty()) {
            return;
        }
        List<Field> message = messages.get(random.nextInt(messages.size()));
        int index = random.nextInt(message.size());
        Field field = message.get(index);
        switch (random.nextInt(11)) {
            case 0 -> message.remove(index);
            case 1 -> message.add(random.nextInt(message.size() + 1), field.copy());
            case 2 -> message.add(index, anyField(messages).copy());
            case 3 -> message.set(index, anyField(messages).copy());
            case 4 -> message.subList(index, message.size()).clear();
            case 5 -> field.length = random.nextBoolean() ? anyNumber() : random.nextLong(64);
            case 6 -> field.number = random.nextBoolean() ? 1 + random.nextInt(26) : random.nextInt(1 << 29);
            case 7 -> field.wireType = random.nextInt(8);
            case 8 -> replaceContent(field);
            default -> field.value = random.nextBoolean() ? anyNumber() : random.nextLong(32);
        }
    }

    /** All messages of the tree that have fields. */
    private static void collect(List<Field> message, List<List<Field>> messages) {
        if (!message.isEmpty()) {
            messages.add(message);
        }
        for (Field field : message) {
            if (field.children != null) {
                collect(field.children, messages);
            }
        }
    }

    private Field anyField(List<List<Field>> messages) {
        List<Field> message = messages.get(random.nextInt(messages.size()));
        return message.get(random.nextInt(message.size()));
    }

    private void replaceContent(Field field) {
        field.children = null;
        field.bytes = switch (random.nextInt(4)) {
            case 0 -> new byte[0];
            case 1 -> new byte[random.nextInt(4096)];
            case 2 -> nested(1 + random.nextInt(2000));
            default -> Arrays.copyOf(field.bytes, random.nextInt(field.bytes.length + 9));
        };
        if (random.nextBoolean()) {
            flipBits(field.bytes);
        }
    }

    /** Fields within fields. */
    private byte[] nested(int depth) {
        byte[] content = new byte[0];
        int tag = (1 + random.nextInt(15)) << 3 | 2;
        for (int level = 0; level < depth; level++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(tag);
            ProtoTree.writeVarint(content.length, out);
            out.writeBytes(content);
            content = out.toByteArray();
        }
        return content;
    }

    private byte[] mutateBytes() {
        byte[] file = ProtoTree.bytes(fields);
        if (random.nextInt(3) == 0) {
            flipBits(file);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(file, random.nextInt(file.length + 9)) : file;
    }

    private void flipBits(byte[] bytes) {
        for (int flips = 1 + random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private long anyNumber() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }
}
