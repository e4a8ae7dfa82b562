package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxDimension;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.graph.DataType;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.GraphSource;
import io.github.lanewise.layers.graph.ValueInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The graphs of an ONNX model. */
final class OnnxGraphSource implements GraphSource {
    private final OnnxModel model;
    private final Limits limits;
    private final List<ValueInfo> inputs;
    private final List<ValueInfo> outputs;
    private final boolean computesImages;
    private final SharedConstants constants = new SharedConstants();
    private volatile boolean loading = true;

    OnnxGraphSource(OnnxModel model, Limits limits) {
        this.model = model;
        this.limits = limits;
        this.inputs = model.graph().requiredInputs().stream()
                .map(OnnxGraphSource::info)
                .toList();
        this.outputs =
                model.graph().outputs().stream().map(OnnxGraphSource::info).toList();
        this.computesImages =
                model.graph().nodes().stream().anyMatch(node -> Operators.computesImages(node.operator()));
    }

    /** From now on a model that does not fit its inputs is the fault of the inputs. */
    void loaded() {
        loading = false;
    }

    /** Throws if anything is not supported whatever the inputs are. */
    void requireSupported() throws ModelFormatException, UnsupportedModelException {
        ImportBudget budget = new ImportBudget(limits.activationBytes());
        new SizeTrials(model, guessed -> new Assembly(guessed, constants, budget, computesImages)).requireSupported();
    }

    @Override
    public List<ValueInfo> inputs() {
        return inputs;
    }

    @Override
    public List<ValueInfo> outputs() {
        return outputs;
    }

    @Override
    public Graph graph(Inputs given) {
        try {
            ImportBudget budget = new ImportBudget(limits.activationBytes());
            return new GraphImport(model, new Assembly(given, constants, budget, computesImages), false).run();
        } catch (ModelFormatException e) {
            if (loading) {
                throw new UncheckedIOException(e);
            }
            ShapeException fault = new ShapeException(String.valueOf(e.getMessage()));
            fault.initCause(e);
            throw fault;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isShared(Tensor weights) {
        return constants.isShared(weights);
    }

    @Override
    public long activationBytes() {
        return limits.activationBytes();
    }

    @Override
    public Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "ONNX, IR version " + model.irVersion());
        model.opsets()
                .forEach((domain, version) ->
                        metadata.put("opset" + (domain.isEmpty() ? "" : " " + domain), Integer.toString(version)));
        metadata.put("producer", (model.producer() + " " + model.producerVersion()).strip());
        metadata.put("graph", model.graph().name());
        metadata.putAll(model.metadata());
        return metadata;
    }

    private static ValueInfo info(OnnxValueInfo value) {
        DataType type;
        try {
            type = value.type() == OnnxType.UNDEFINED ? DataType.FLOAT32 : Types.of(value.type());
        } catch (UnsupportedException e) {
            type = DataType.FLOAT32;
        }
        List<OnnxDimension> dimensions = value.dimensions();
        return new ValueInfo(
                value.name(),
                type,
                dimensions == null
                        ? null
                        : dimensions.stream().map(OnnxGraphSource::dimension).toList());
    }

    private static ValueInfo.Dimension dimension(OnnxDimension dimension) {
        return switch (dimension) {
            case OnnxDimension.Fixed fixed -> ValueInfo.Dimension.of(Math.toIntExact(fixed.value()));
            case OnnxDimension.Symbol symbol -> ValueInfo.Dimension.of(symbol.name());
            case OnnxDimension.Unknown _ -> ValueInfo.Dimension.of("");
        };
    }
}
