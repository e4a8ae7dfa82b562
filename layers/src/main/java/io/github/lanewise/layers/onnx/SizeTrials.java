package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxDimension;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.GraphSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is not supported in a model whose shapes the caller chooses, by walks over it with plausible sizes: no weights
 * are packed, nothing is run. The first walk that decides about every node is the last one. What does not fit a guessed size
 * says nothing about the model, and is passed over.
 */
final class SizeTrials {
    private static final int[] SIDES = {224, 256, 32, 28};
    private static final int[] CHANNELS = {3, 1};
    private static final int IMAGE_RANK = 4;

    private final OnnxModel model;
    private final Function<GraphSource.Inputs, Assembly> assemblies;

    /**
     * Trials of a model.
     *
     * @param assemblies an empty graph for given inputs
     */
    SizeTrials(OnnxModel model, Function<GraphSource.Inputs, Assembly> assemblies) {
        this.model = model;
        this.assemblies = assemblies;
    }

    /** Throws if anything is not supported whatever the sizes are. */
    void requireSupported() throws ModelFormatException, UnsupportedModelException {
        List<MissingOperators> walks = new ArrayList<>();
        for (int trial = 0; trial < SIDES.length; trial++) {
            MissingOperators walk = new GraphImport(model, assemblies.apply(inputs(trial)), true).walk();
            if (walk.isNone()) {
                return;
            }
            walks.add(walk);
        }
        MissingOperators.inAllOf(walks).throwIfAny(model.graph());
    }

    private GuessedInputs inputs(int trial) {
        Map<String, Integer> symbols = new HashMap<>();
        List<@Nullable Shape> shapes = new ArrayList<>();
        for (OnnxValueInfo input : model.graph().requiredInputs()) {
            shapes.add(shape(input.dimensions(), symbols, trial));
        }
        return new GuessedInputs(shapes);
    }

    private static @Nullable Shape shape(
            @Nullable List<OnnxDimension> dimensions, Map<String, Integer> symbols, int trial) {
        if (dimensions == null) {
            return null;
        }
        int[] extents = new int[dimensions.size()];
        for (int axis = 0; axis < extents.length; axis++) {
            int guess = guess(axis, extents.length, trial);
            extents[axis] = switch (dimensions.get(axis)) {
                case OnnxDimension.Fixed fixed -> Math.toIntExact(fixed.value());
                case OnnxDimension.Symbol symbol -> symbols.computeIfAbsent(symbol.name(), name -> guess);
                case OnnxDimension.Unknown _ -> guess;
            };
        }
        try {
            return Shape.of(extents);
        } catch (ShapeException tooManyElements) {
            return null;
        }
    }

    /** Another batch and another side in every trial, of images perhaps other channels. */
    private static int guess(int axis, int rank, int trial) {
        if (axis == 0) {
            return trial + 1;
        }
        return axis == 1 && rank >= IMAGE_RANK ? CHANNELS[trial % CHANNELS.length] : SIDES[trial];
    }

    /** The guessed shapes, null where there is none; the value of no input is known. */
    private record GuessedInputs(List<@Nullable Shape> shapes) implements GraphSource.Inputs {
        @Override
        public Shape shape(int index) {
            Shape shape = shapes.get(index);
            if (shape == null) {
                throw new UnknownOperandException("input " + index);
            }
            return shape;
        }

        @Override
        public Data value(int index) {
            throw new UnknownOperandException("input " + index);
        }
    }
}
