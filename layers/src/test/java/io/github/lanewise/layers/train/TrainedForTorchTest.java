package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.residual.Networks;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A network that was trained here and that PyTorch loaded, see trained.py beside the file: the logits are the same. */
class TrainedForTorchTest {
    private static final String STATE = "state.";
    private static final double TOLERANCE = 1e-4;

    @Test
    void torchAndTheModelAgreeOnTheLogits() throws IOException, URISyntaxException {
        Safetensors file = Safetensors.read(
                Path.of(Objects.requireNonNull(TrainedForTorchTest.class.getResource("golden/trained.safetensors"))
                        .toURI()));
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> {
            if (name.startsWith(STATE)) {
                state.put(name.substring(STATE.length()), tensor);
            }
        });
        Network network = Networks.named("resnet8-w4");
        assertThat(StateDict.of(network.layer()).tensors().keySet())
                .containsExactlyInAnyOrderElementsOf(state.keySet());
        new StateDict(state).loadInto(network.layer());
        Tensor images = file.tensor("images");
        float[] expected = file.tensor("logits").toArray();

        try (Model model = Model.compile(network)) {
            float[] logits = model.run(images.toArray(), images.shape().dimension(0));
            Problems.assertClose(
                    logits,
                    IntStream.range(0, expected.length)
                            .mapToDouble(i -> expected[i])
                            .toArray(),
                    TOLERANCE);
        }
    }
}
