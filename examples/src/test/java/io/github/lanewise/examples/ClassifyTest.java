package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.data.Cifar10;
import io.github.lanewise.layers.format.OnnxDimension;
import io.github.lanewise.layers.format.OnnxGraph;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.format.OnnxValueInfo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyTest {
    private static final int RECORD = 1 + 3 * 32 * 32;
    private static final int PLANE = 32 * 32;

    @TempDir
    private Path folder;

    private Path model;
    private Path image;

    @BeforeEach
    void writeFiles() throws IOException {
        model = Fixtures.model(folder, "resnet8");
        image = write("noise.png", new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB));
    }

    private Path write(String name, BufferedImage picture) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private CommandRun classify(String network, Object... images) {
        Object[] arguments = {"classify", "--model", model, "--network", network};
        Object[] all = Arrays.copyOf(arguments, arguments.length + images.length);
        System.arraycopy(images, 0, all, arguments.length, images.length);
        return CommandRun.of(all);
    }

    @Test
    void printsFiveClassesOfEveryImage() {
        CommandRun run = classify("resnet8", image, image);
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(12);
        assertThat(lines.get(0)).isEqualTo(image.toString()).isEqualTo(lines.get(6));
        double sum = 0;
        for (String line : lines.subList(1, 6)) {
            int percent = line.indexOf(" %");
            sum += Double.parseDouble(line.substring(0, percent));
            assertThat(Cifar10.CLASSES).contains(line.substring(percent + 4));
        }
        assertThat(sum).isBetween(50.0, 100.1);
    }

    /** The network as an ONNX model that ends in these operators. */
    private Path onnx(String name, String... operators) throws IOException {
        Path file = folder.resolve(name);
        CommandRun.of("export", "--network", "resnet8", "--seed", 1, "--output", file);
        OnnxModel exported = OnnxModel.read(file);
        OnnxGraph graph = exported.graph();
        List<OnnxNode> nodes = new ArrayList<>(graph.nodes());
        String last = "output";
        for (String operator : operators) {
            nodes.add(OnnxNode.of(operator, operator, List.of(last), List.of(operator), Map.of()));
            last = operator;
        }
        List<OnnxValueInfo> outputs = List.of(
                OnnxValueInfo.of(last, OnnxType.FLOAT, new OnnxDimension.Symbol("N"), new OnnxDimension.Fixed(10)));
        OnnxGraph longer =
                new OnnxGraph(graph.name(), nodes, graph.initializers(), graph.inputs(), outputs, graph.valueInfo());
        new OnnxModel(8, exported.opsets(), "", "", 0, new LinkedHashMap<>(), longer).save(file);
        return file;
    }

    @Test
    void modelsThatEndInSoftmaxGiveTheSameProbabilities() throws IOException {
        String expected =
                CommandRun.of("classify", "--model", onnx("logits.onnx"), image).out();
        for (String[] operators : new String[][] {{"Softmax"}, {"LogSoftmax"}, {"Softmax", "Flatten"}}) {
            Path file = onnx("model.onnx", operators);
            CommandRun run = CommandRun.of("classify", "--model", file, image);
            assertThat(run.out()).as(run.err()).isEqualTo(expected).hasLineCount(6);
        }
    }

    @Test
    void labelFileGivesTheNames() throws IOException {
        Path labels = Files.write(folder.resolve("labels.txt"), Collections.nCopies(10, "a cat, perhaps"));
        assertThat(classify("resnet8", "--labels", labels, image).out()).contains("%  a cat, perhaps");
    }

    @Test
    void namesBesideTheModelAreThoseOfItsClasses() throws IOException {
        Files.write(folder.resolve("classes.txt"), Collections.nCopies(10, "a striped one"));
        assertThat(classify("resnet8", image).out()).contains("%  a striped one");
        Files.write(folder.resolve("classes.txt"), Collections.nCopies(9, "a striped one"));
        assertThat(classify("resnet8", image).out()).doesNotContain("striped");
    }

    @Test
    void labelFileOfAnotherNetworkIsNamed() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "cat\ndog\n");
        assertFailure(classify("resnet8", "--labels", labels, image), labels);
    }

    @Test
    void labelFileThatIsNotTextIsNamed() throws IOException {
        Path labels = Files.write(folder.resolve("labels.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 10});
        assertFailure(classify("resnet8", "--labels", labels, image), labels);
    }

    @Test
    void noImageIsWrongUsage() {
        CommandRun run = classify("resnet8");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("IMAGE");
    }

    @Test
    void absentImageIsNamed() {
        Path absent = folder.resolve("absent.png");
        assertFailure(classify("resnet8", absent), absent);
    }

    @Test
    void modelThatIsAnImageIsNamed() {
        assertFailure(CommandRun.of("classify", "--model", image, "--network", "resnet8", image), image);
    }

    private static void assertFailure(CommandRun run, Path file) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).hasLineCount(1).contains(file.toString());
        assertThat(run.out()).isEmpty();
    }

    @Test
    void recognisesTestImagesOfCifar10() throws IOException {
        Path networks = Fixtures.data("cifar-resnet");
        model = networks.resolve("resnet20-cifar10.safetensors");
        byte[] predictions = Files.readAllBytes(networks.resolve("resnet20-cifar10.pred_all10000.u8"));
        byte[] records =
                Files.readAllBytes(Fixtures.data("cifar-10-batches-bin").resolve("test_batch.bin"));
        Object[] pictures = new Object[5];
        for (int number = 0; number < pictures.length; number++) {
            pictures[number] = write(number + ".png", picture(records, number * RECORD + 1));
        }
        List<String> lines = classify("resnet20", pictures).out().lines().toList();
        for (int number = 0; number < pictures.length; number++) {
            assertThat(lines.get(6 * number)).isEqualTo(pictures[number].toString());
            assertThat(lines.get(6 * number + 1)).endsWith(Cifar10.CLASSES.get(predictions[number]));
        }
    }

    private static BufferedImage picture(byte[] records, int from) {
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < PLANE; pixel++) {
            int red = Byte.toUnsignedInt(records[from + pixel]);
            int green = Byte.toUnsignedInt(records[from + PLANE + pixel]);
            int blue = Byte.toUnsignedInt(records[from + 2 * PLANE + pixel]);
            picture.setRGB(pixel % 32, pixel / 32, red << 16 | green << 8 | blue);
        }
        return picture;
    }
}
