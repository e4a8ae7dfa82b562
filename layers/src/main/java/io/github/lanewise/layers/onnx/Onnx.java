package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.graph.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Reads ONNX files as compiled models: IR versions from 3 on, operators of opset 7 and later that convolutional networks
 * are made of, computed in float32.
 *
 * <p>A model is compiled for one example when it is loaded, if all dimensions but the first are fixed, and for other
 * shapes when it is run. All graphs share one set of packed weights.
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
     * @throws ModelFormatException if the file is broken or beyond the limits
     * @throws UnsupportedModelException if operators of the model are not supported, with all of them
     * @throws java.nio.file.FileSystemException naming the file, if it cannot be read
     */
    public static Model load(Path file, OnnxOptions options) throws IOException {
        return compile(OnnxModel.read(file, options.limits(), options.externalData()), options);
    }

    /** Compiles a model that has been read or made in memory; errors as in {@link #load(Path, OnnxOptions)}. */
    public static Model compile(OnnxModel onnx, OnnxOptions options) throws IOException {
        try {
            OnnxGraphSource source = new OnnxGraphSource(onnx, options.limits());
            if (source.shapesOfOne() == null) {
                source.requireKnownOperators();
            }
            Model model = Model.compile(source, options.model());
            source.loaded();
            return model;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (ShapeException | ArithmeticException e) {
            throw fault(onnx, e);
        }
    }

    private static ModelFormatException fault(OnnxModel onnx, RuntimeException e) {
        OnnxValueInfo first =
                onnx.graph().outputs().isEmpty() ? null : onnx.graph().outputs().getFirst();
        Path file = first == null ? Path.of("memory") : first.origin().file();
        return new ModelFormatException(
                file, "graph '" + onnx.graph().name() + "'", 0, String.valueOf(e.getMessage()), e);
    }
}
