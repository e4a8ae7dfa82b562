package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The steps of a model as a table to read: columns as wide as what stands in them, long names without their beginning. */
final class ModelTable {
    private static final List<String> HEAD = List.of("step", "layer", "operation", "result", "algorithm", "weights");
    private static final int LONGEST_NAME = 40;
    private static final String CUT = "...";

    private ModelTable() {}

    static String of(GraphSource source, @Nullable Program program) {
        StringBuilder table = new StringBuilder();
        source.inputs().forEach(input -> table.append("input  ").append(input).append(System.lineSeparator()));
        source.outputs()
                .forEach(output -> table.append("output ").append(output).append(System.lineSeparator()));
        if (program != null) {
            append(program, table);
        }
        return table.toString();
    }

    private static void append(Program program, StringBuilder table) {
        Graph graph = program.graph();
        MemoryPlan memory = program.memory();
        table.append(String.format(
                Locale.ROOT,
                "weights %,d bytes, memory of a call with %s %,d bytes%n",
                program.packedBytes(),
                program.signature().shapes(),
                memory.bytes()));
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        for (Program.Step step : program.steps()) {
            Node node = step.node();
            rows.add(List.of(
                    Integer.toString(node.id()),
                    shortened(node.name()),
                    operation(node, graph),
                    node.shape().toString(),
                    memory.isView(node) ? "view" : step.operator().algorithm(),
                    String.format(Locale.ROOT, "%,d", step.operator().packedBytes())));
        }
        append(rows, table);
    }

    /** Numbers, in the first and the last column, end at the same place, everything else begins there. */
    private static void append(List<List<String>> rows, StringBuilder table) {
        StringBuilder format = new StringBuilder();
        for (int column = 0; column < HEAD.size(); column++) {
            int at = column;
            int width =
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElseThrow();
            boolean number = column == 0 || column == HEAD.size() - 1;
            format.append(column == 0 ? " %" : "  %")
                    .append(number ? "" : "-")
                    .append(width)
                    .append('s');
        }
        format.append("%n");
        rows.forEach(row -> table.append(String.format(format.toString(), row.toArray())));
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : CUT + name.substring(name.length() - LONGEST_NAME + CUT.length());
    }

    private static String operation(Node node, Graph graph) {
        List<String> words = new ArrayList<>();
        words.add(verb(node.operator()));
        if (node.operator() instanceof Operator.Weighted && node.operands().size() > 1) {
            words.add("+ "
                    + shortened(graph.nodes().get(node.operands().getLast()).name()));
        }
        if (node.operator() instanceof Operator.Activated activated
                && !activated.activation().equals(Activation.IDENTITY)) {
            words.add(activation(activated.activation()));
        }
        if (node.operator() instanceof Operator.Finished finished && finished.function() != null) {
            words.add(words(finished.function().function()));
        }
        return String.join(", ", words);
    }

    private static String verb(Operator operator) {
        return switch (operator) {
            case Operator.Input _ -> "input";
            case Operator.Constant _ -> "constant";
            case Operator.Conv conv ->
                String.format(
                        Locale.ROOT,
                        "conv %dx%d / %d",
                        conv.geometry().kernelHeight(),
                        conv.geometry().kernelWidth(),
                        conv.geometry().strideHeight());
            case Operator.Linear _ -> "linear";
            case Operator.ScaleShift _ -> "scale and shift";
            case Operator.Add _ -> "add";
            case Operator.Activate activate -> activation(activate.activation());
            case Operator.MaxPool _ -> "max pool";
            case Operator.AveragePool _ -> "average pool";
            case Operator.GlobalAveragePool _ -> "global average pool";
            case Operator.SubsamplePad pad -> "subsample / " + pad.stride() + ", pad channels";
            case Operator.Flatten _ -> "flatten";
            case Operator.Images _ -> "channels last";
            case Operator.Reshape _ -> "reshape";
            case Operator.GlobalMaxPool _ -> "global max pool";
            case Operator.Softmax softmax -> softmax.logarithm() ? "log softmax" : "softmax";
            case Operator.Unary unary -> words(unary.operation().function());
            case Operator.Binary binary -> words(binary.operation());
            case Operator.Transpose transpose -> "transpose " + transpose.permutation();
            case Operator.Slice _ -> "slice";
            case Operator.Concat concat -> "concat axis " + concat.axis();
            case Operator.Pad _ -> "pad";
            case Operator.Expand _ -> "expand";
            case Operator.Tile _ -> "tile";
            case Operator.Gather gather -> "gather axis " + gather.axis();
            case Operator.Lookup lookup -> "look up axis " + lookup.axis();
            case Operator.Reduce reduce -> "reduce " + words(reduce.reduction()) + " " + reduce.axes();
            case Operator.ArgMax arg -> "arg max axis " + arg.axis();
            case Operator.Resize resize -> "resize " + words(resize.geometry().method());
            case Operator.MatMul _ -> "matmul";
            case Operator.GroupNorm norm -> "norm of " + norm.groups() + " groups";
            case Operator.LayerNorm _ -> "layer norm";
            case Operator.LocalResponse _ -> "local response norm";
            case Operator.TransposedConv conv ->
                String.format(
                        Locale.ROOT,
                        "transposed conv %dx%d / %d",
                        conv.geometry().kernelHeight(),
                        conv.geometry().kernelWidth(),
                        conv.geometry().strideHeight());
            case Operator.ComputedConv conv ->
                String.format(
                        Locale.ROOT,
                        "%sconv %dx%d / %d of computed weights",
                        conv.transposed() ? "transposed " : "",
                        conv.geometry().kernelHeight(),
                        conv.geometry().kernelWidth(),
                        conv.geometry().strideHeight());
        };
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String activation(Activation activation) {
        return activation.equals(Activation.RELU) ? "relu" : "clip " + activation.lower() + " to " + activation.upper();
    }
}
