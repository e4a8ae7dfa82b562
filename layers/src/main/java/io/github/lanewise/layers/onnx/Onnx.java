package io.github.lanewise.layers.onnx;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.graph.Optimisation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import jdk.jfr.FlightRecorder;

/**
 * Reads ONNX files as compiled models, and writes them: IR versions from 3 on, operators of opset 7 and later that
 * convolutional networks are made of, computed in float32.
 *
 * <p>A model is compiled for one example when it is loaded, if all dimensions but the first are fixed, and for other
 * shapes when it is run. All graphs share one set of packed weights. What is not supported is found when the model is
 * loaded, whether its dimensions are fixed or not, and all of it at once; only what depends on the sizes or the values of
 * the inputs is found when it is run.
 */
public final class Onnx {
    private Onnx() {}

    /** Loads a model within the default limits; errors as in {@link #load(Path, OnnxOptions)}. */
    public static Model load(Path file) throws IOException {
        return load(file, OnnxOptions.standard());
    }

    /**
     * Loads a model.
     *
     * @throws ModelFormatException if the file is broken, beyond the limits or beyond the memory of this JVM
     * @throws UnsupportedModelException if operators of the model, or forms of them, are not supported, with all of them
     * @throws java.nio.file.FileSystemException naming the file, if it cannot be read
     */
    public static Model load(Path file, OnnxOptions options) throws IOException {
        if (!FlightRecorder.isInitialized()) { // an event alone loads dozens of classes
            return compile(OnnxModel.read(file, options.limits(), options.externalData()), options);
        }
        LoadEvent event = new LoadEvent();
        event.begin();
        OnnxModel onnx = OnnxModel.read(file, options.limits(), options.externalData());
        Model model = compile(onnx, options);
        event.file = file.toString();
        event.nodes = onnx.graph().nodes().size();
        event.commit();
        return model;
    }

    /** Compiles a model that has been read or made in memory; errors as in {@link #load(Path, OnnxOptions)}. */
    public static Model compile(OnnxModel onnx, OnnxOptions options) throws IOException {
        try {
            return compile(new OnnxGraphSource(onnx, options.limits()), options.model());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw fault(onnx, String.valueOf(e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            String problem = "does not fit into the memory of this JVM; -Xmx and -XX:MaxDirectMemorySize enlarge it";
            throw fault(onnx, problem, e);
        }
    }

    private static Model compile(OnnxGraphSource source, ModelOptions options) throws IOException {
        Model model = Model.compile(source, options);
        if (!model.hasKnownShapes()) {
            try {
                source.requireSupported();
            } catch (IOException | RuntimeException | Error e) {
                model.close();
                throw e;
            }
        }
        source.loaded();
        return model;
    }

    /** Saves a network, with the options {@link ExportOptions#standard}; errors as in {@link #export}. */
    public static void save(Network network, Path file) throws IOException {
        save(Graph.of(network), file, ExportOptions.standard().withName(network.name()));
    }

    /** Saves a graph; errors as in {@link #export}. The file appears complete or not at all. */
    public static void save(Graph graph, Path file, ExportOptions options) throws IOException {
        export(graph, options).save(file);
    }

    /**
     * A graph as a model of standard operators: of opset 17, or of 19 if a node needs it (margins of the other end, average
     * poolings with dilation, resizing with symmetric coordinates). Inputs are called {@code input}, {@code input1} and so on,
     * outputs alike, all of float32; images are channels-first; parameters have PyTorch's names and layouts. Read back,
     * the graph of a network gives the same results, bit for bit.
     *
     * @param graph such as {@link Graph#of} a network, or {@link Model#graph} after the optimisations
     */
    public static OnnxModel export(Graph graph, ExportOptions options) {
        Graph exported = options.keepBatchNorm() ? graph : Optimisation.FOLD_BATCH_NORM.apply(graph);
        return GraphExport.of(exported, options);
    }

    private static ModelFormatException fault(OnnxModel onnx, String problem, Throwable cause) {
        OnnxValueInfo first =
                onnx.graph().outputs().isEmpty() ? null : onnx.graph().outputs().getFirst();
        Path file = first == null ? Path.of("memory") : first.origin().file();
        return new ModelFormatException(file, "graph '" + onnx.graph().name() + "'", 0, problem, cause);
    }
}
