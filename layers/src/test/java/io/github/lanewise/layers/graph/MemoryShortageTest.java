package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Relu;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A model whose graph for seven examples takes more memory than there is. */
class MemoryShortageTest {
    private static final int TOO_MANY = 7;

    private static Model model() {
        BatchedGraph graphs = BatchedGraph.of(Graph.of(Relu.of(), Shape.of(1, 2)));
        return Model.compile(new Scarce(graphs), ModelOptions.standard());
    }

    private record Scarce(BatchedGraph graphs) implements GraphSource {
        @Override
        public List<ValueInfo> inputs() {
            return graphs.inputs();
        }

        @Override
        public List<ValueInfo> outputs() {
            return graphs.outputs();
        }

        @Override
        public Graph graph(Inputs inputs) {
            if (inputs.shape(0).dimension(0) == TOO_MANY) {
                throw new OutOfMemoryError("all 5 bytes are taken");
            }
            return graphs.graph(inputs);
        }

        @Override
        public boolean isShared(Tensor weights) {
            return true;
        }
    }

    private static List<Consumer<Model>> calls() {
        float[] images = new float[2 * TOO_MANY];
        return List.of(
                model -> model.run(images, TOO_MANY),
                model -> model.run(images, images.clone()),
                model -> model.run(FloatBuffer.wrap(images), FloatBuffer.allocate(images.length)),
                model -> model.run(Tensor.allocate(Arena.ofAuto(), TOO_MANY, 2)),
                model -> model.run(Map.of("input", Data.of(images, TOO_MANY, 2))));
    }

    @Test
    void callSaysWhatThereIsNotAndLaterOnesAreServed() {
        try (Model model = model()) {
            for (Consumer<Model> call : calls()) {
                assertThatThrownBy(() -> call.accept(model))
                        .isInstanceOf(ShapeException.class)
                        .hasCauseInstanceOf(OutOfMemoryError.class)
                        .hasMessageContainingAll("[[7, 2]]", "all 5 bytes are taken", "smaller inputs", "-Xmx");
                assertThat(model.run(new float[] {-1, 2}, 1)).containsExactly(0, 2);
            }
        }
    }

    @Test
    void messageForACompiledGraphSaysWhatItTakes() {
        BatchedGraph graphs = BatchedGraph.of(Graph.of(Relu.of(), Shape.of(1, 2)));
        try (Arena arena = Arena.ofConfined()) {
            Programs programs = new Programs(graphs, ModelOptions.standard(), new WeightStore(arena, weights -> true));
            Shape shape = Shape.of(3, 2);
            long bytes = programs.program(Signature.of(shape)).memory().bytes();
            assertThat(programs.shortage(List.of(shape), new OutOfMemoryError("full")))
                    .hasMessageStartingWith("a call with inputs [[3, 2]] takes " + bytes + " bytes of native memory")
                    .hasMessageContaining("full");
        }
    }
}
