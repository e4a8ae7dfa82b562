package io.github.lanewise.examples;

import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.onnx.Onnx;
import io.github.lanewise.layers.onnx.OnnxOptions;
import io.github.lanewise.layers.onnx.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise inspect}: what is in an ONNX model, and what becomes of it. */
@Command(
        name = "inspect",
        header = "Describe an ONNX model.",
        description = "Shows inputs, outputs, steps before and after fusion, parameters, multiply-adds and memory for"
                + " one example, or all that is not supported. The last line of output is a JSON object.",
        footer = {"  lanewise inspect resnet50.onnx --steps", Lanewise.ALIAS})
@SuppressWarnings("NullAway.Init") // set by picocli
final class Inspect implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
    private Path file;

    @Option(names = "--steps", description = "Show the table of the steps after fusion.")
    private boolean steps;

    @Mixin
    private ExternalDataOption external;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        OnnxModel onnx = OnnxModel.read(file, Limits.DEFAULT, external.externalData());
        Report report = new Report(spec.commandLine().getOut());
        long parameters = onnx.graph().initializers().values().stream()
                .filter(tensor -> tensor.type().isReal())
                .mapToLong(OnnxTensor::elements)
                .sum();
        report.row("file", file + ", IR version " + onnx.irVersion() + ", opsets " + onnx.opsets());
        report.row("producer", (onnx.producer() + " " + onnx.producerVersion()).strip());
        report.row("operators", operators(onnx));
        report.row("parameters", String.format(Locale.ROOT, "%,d", parameters));
        try (Model plain = compile(onnx, ModelOptions.standard().withOptimisations(Set.of()));
                Model model = compile(onnx, ModelOptions.standard())) {
            describe(report, plain, model, parameters);
        } catch (UnsupportedModelException e) {
            e.missing().forEach(missing -> report.row("not supported", missing.toString()));
            report.line("{\"parameters\":" + parameters + ",\"unsupported\":"
                    + e.missing().size() + "}");
        }
        return ExitCode.OK;
    }

    private static Model compile(OnnxModel onnx, ModelOptions options) throws IOException {
        return Onnx.compile(onnx, OnnxOptions.standard().withModel(options));
    }

    private static String operators(OnnxModel onnx) {
        return onnx.graph().nodes().stream()
                .collect(Collectors.groupingBy(node -> node.operator(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private void describe(Report report, Model plain, Model model, long parameters) {
        model.inputs().forEach(input -> report.row("input", input.toString()));
        model.outputs().forEach(output -> report.row("output", output.toString()));
        if (!model.hasKnownShapes()) {
            report.row("steps", "not known before the first call: the shapes of one example are open");
            report.line("{\"parameters\":" + parameters + ",\"unsupported\":0}");
            return;
        }
        GraphCost before = GraphCost.of(plain.graph());
        GraphCost after = GraphCost.of(model.graph());
        report.row("steps", before.steps() + " before fusion, " + after.steps() + " after");
        report.row("multiply-adds", String.format(Locale.ROOT, "%,d", after.multiplyAdds()));
        report.row("packed weights", String.format(Locale.ROOT, "%,d bytes", model.packedBytes()));
        report.row("memory of a call", String.format(Locale.ROOT, "%,d bytes", model.callBytes()));
        if (steps) {
            report.line(model.describe().stripTrailing());
        }
        report.line(String.format(
                Locale.ROOT,
                "{\"parameters\":%d,\"multiplyAdds\":%d,\"stepsBefore\":%d,\"stepsAfter\":%d,\"packedBytes\":%d,"
                        + "\"callBytes\":%d,\"unsupported\":0}",
                parameters,
                after.multiplyAdds(),
                before.steps(),
                after.steps(),
                model.packedBytes(),
                model.callBytes()));
    }
}
