package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.graph.ValueInfo;
import io.github.lanewise.layers.onnx.Onnx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise run}: an ONNX model from tensors to tensors. */
@Command(
        name = "run",
        header = "Run an ONNX model on tensors in a file.",
        description = "Reads the inputs from a safetensors file, by name, and writes the outputs to another one, by"
                + " name, all as float32, integers as whole numbers. The last line of output is a JSON object"
                + " with outputs and seconds.",
        footer = {
            "  lanewise run resnet50.onnx --input images.safetensors \\",
            "      --output logits.safetensors",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class RunOnnx implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
    private Path file;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "Tensors named like the inputs.")
    private Path input;

    @Mixin
    private OutputFile output;

    @Mixin
    private ExternalDataOption external;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path target = output.besides(file, input);
        try (Workers workers = threads.workers();
                Model model =
                        Onnx.load(file, external.options(ModelOptions.standard().withWorkers(workers)))) {
            Map<String, Data> inputs = inputs(model);
            long start = System.nanoTime();
            SequencedMap<String, Data> results = run(model, inputs);
            double seconds = (System.nanoTime() - start) / 1e9;
            Safetensors.write(target, tensors(results), Map.of("model", String.valueOf(file.getFileName())));
            report(results, seconds);
        }
        return ExitCode.OK;
    }

    private Map<String, Data> inputs(Model model) throws IOException, JobException {
        Map<String, ValueInfo> infos = model.inputs().stream().collect(Collectors.toMap(ValueInfo::name, info -> info));
        Safetensors given = Safetensors.read(input);
        for (Safetensors.Entry entry : given.entries().values()) {
            if (!entry.type().isReadable()) {
                throw new JobException(input + ": tensor '" + entry.name() + "' is " + entry.type()
                        + "; all inputs are given as F32, F16 or BF16, integers as whole numbers");
            }
        }
        Map<String, Data> inputs = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> tensor : given.tensors().entrySet()) {
            ValueInfo info = infos.get(tensor.getKey());
            boolean whole = info != null && !info.type().isFloat();
            inputs.put(
                    tensor.getKey(), whole ? integers(tensor.getKey(), tensor.getValue()) : floats(tensor.getValue()));
        }
        return inputs;
    }

    private static Data floats(Tensor tensor) {
        return Data.of(tensor.toArray(), tensor.shape().toArray());
    }

    private Data integers(String name, Tensor tensor) throws JobException {
        float[] values = tensor.toArray();
        long[] whole = new long[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (long) values[i];
            if (whole[i] != values[i]) {
                throw new JobException(
                        input + ": tensor '" + name + "': the model takes integers, element " + i + " is " + values[i]);
            }
        }
        return Data.of(whole, tensor.shape().toArray());
    }

    private SequencedMap<String, Data> run(Model model, Map<String, Data> inputs) throws IOException, JobException {
        try {
            return model.run(inputs);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new JobException(input + ": does not fit " + file + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Map<String, Tensor> tensors(SequencedMap<String, Data> results) throws JobException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Data> result : results.entrySet()) {
            try {
                float[] values = result.getValue().toFloats();
                tensors.put(
                        result.getKey(),
                        Tensor.of(values, result.getValue().shape().toArray()));
            } catch (IllegalArgumentException e) {
                throw new JobException(file + ": output '" + result.getKey() + "': " + e.getMessage(), e);
            }
        }
        return tensors;
    }

    private void report(SequencedMap<String, Data> results, double seconds) {
        Report report = new Report(spec.commandLine().getOut());
        results.forEach((name, data) -> report.row(name, data.shape().toString()));
        report.line(String.format(Locale.ROOT, "{\"outputs\":%d,\"seconds\":%.6f}", results.size(), seconds));
    }
}
